//! The worker is taken out, and waited for when the lock is free.

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
    let worker = all.remove(&1);
    drop(all);
    if let Some(worker) = worker {
        worker.join().unwrap();
    }
    println!("done");
}
