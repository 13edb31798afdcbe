//! Who is waited for wants the lock for its last words.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Running = Arc<Mutex<HashMap<u32, JoinHandle<()>>>>;

fn main() {
    let running: Running = Arc::default();
    let mut all = running.lock().unwrap();
    let theirs = Arc::clone(&running);
    all.insert(1, thread::spawn(move || println!("{}", theirs.lock().unwrap().len())));
    println!("holding");
    if let Some(worker) = all.remove(&1) {
        worker.join().unwrap(); // want map-guard-across-blocking "running"
    }
    println!("done");
}
