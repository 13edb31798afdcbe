//! What keeps a thread waiting, with and without the guard of a map.

#![allow(dead_code)]

use dashmap::{DashMap, Entry};
use parking_lot::{Condvar, RwLock};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub struct Pool {
    threads: rayon::ThreadPool,
}

impl Pool {
    fn run<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.threads.install(work)
    }

    fn one_deeper(&self, key: u64) -> u64 {
        self.run(|| heavy(key))
    }
}

pub struct Workers {
    running: Mutex<HashMap<u64, JoinHandle<()>>>,
    made: DashMap<u64, u64>,
    texts: RwLock<HashMap<PathBuf, String>>, // want ever-growing-map "texts"
    shared: tokio::sync::Mutex<HashMap<u64, String>>, // want contended-locked-map "shared"
    count: Mutex<u64>,
    ready: Condvar,
    waiting: parking_lot::Mutex<HashMap<u64, u64>>,
    pool: Pool,
}

fn heavy(key: u64) -> u64 {
    key * 2
}

fn read(path: &PathBuf) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

impl Workers {
    pub fn join_under_lock_bad(&self, id: u64) {
        let mut running = self.running.lock().unwrap();
        if let Some(worker) = running.remove(&id) {
            worker.join().unwrap(); // want map-guard-across-blocking "waits for other threads"
        }
    }

    pub fn join_in_scrutinee_ok(&self, id: u64) {
        let worker = self.running.lock().unwrap().remove(&id);
        if let Some(worker) = worker {
            worker.join().unwrap();
        }
    }

    pub fn sleep_under_lock_bad(&self) -> usize {
        let texts = self.texts.read();
        thread::sleep(Duration::from_millis(1)); // want map-guard-across-blocking "sleeps"
        texts.len()
    }

    pub fn sleep_after_drop_ok(&self) {
        let texts = self.texts.read();
        drop(texts);
        thread::sleep(Duration::from_millis(1));
    }

    pub fn lock_of_no_map_ok(&self) {
        let count = self.count.lock().unwrap();
        thread::sleep(Duration::from_millis(*count));
    }

    pub fn received_under_shard_bad(&self, results: &Receiver<u64>, id: u64) {
        let mut made = self.made.entry(id).or_insert(0);
        *made = results.recv().unwrap(); // want map-guard-across-blocking "shard of `made`"
    }

    pub fn received_first_ok(&self, results: &Receiver<u64>, id: u64) {
        let result = results.recv().unwrap();
        self.made.insert(id, result);
    }

    pub fn sent_on_a_bounded_channel_bad(&self, tasks: &SyncSender<u64>) {
        for made in self.made.iter() {
            tasks.send(*made.value()).unwrap(); // want map-guard-across-blocking "made"
        }
    }

    pub fn channel_of_the_function_bad(&self) {
        let (sender, receiver) = std::sync::mpsc::channel::<u64>();
        let running = self.running.lock().unwrap();
        drop(sender);
        if receiver.recv().is_err() { // want map-guard-across-blocking "running"
            assert!(running.is_empty());
        }
    }

    pub fn pool_in_vacant_arm_bad(&self, id: u64) -> u64 {
        match self.made.entry(id) {
            Entry::Occupied(found) => *found.get(),
            Entry::Vacant(free) => {
                let made = self.pool.run(|| heavy(id)); // want map-guard-across-blocking "waits for a pool of threads"
                *free.insert(made)
            }
        }
    }

    pub fn pool_two_calls_deep_bad(&self, id: u64) -> u64 {
        let mut made = self.made.entry(id).or_default();
        *made = self.pool.one_deeper(id); // want map-guard-across-blocking "made"
        *made
    }

    pub fn pool_first_ok(&self, id: u64) -> u64 {
        let made = self.pool.run(|| heavy(id));
        *self.made.entry(id).or_insert(made)
    }

    pub fn joined_halves_bad(&self) -> (usize, usize) {
        let texts = self.texts.write();
        rayon::join(|| texts.len(), || self.made.len()) // want map-guard-across-blocking "texts"
    }

    pub fn scope_bad(&self) {
        let texts = self.texts.write();
        thread::scope(|scope| { // want map-guard-across-blocking "texts"
            scope.spawn(|| heavy(1));
        });
        drop(texts);
    }

    pub fn file_read_in_argument_ok(&self, path: PathBuf) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        self.texts.write().insert(path, text);
    }

    pub fn file_read_under_lock_bad(&self, path: PathBuf) {
        let mut texts = self.texts.write();
        texts.insert(path.clone(), std::fs::read_to_string(&path).unwrap_or_default()); // want map-guard-across-blocking "uses files" fact severity "note"
    }

    pub fn file_read_in_callee_bad(&self, path: PathBuf) {
        let mut texts = self.texts.write();
        let text = read(&path); // want map-guard-across-blocking "uses files"
        texts.insert(path, text);
    }

    pub async fn blocking_under_awaited_lock_bad(&self, id: u64) {
        let mut shared = self.shared.lock().await;
        // want-next map-guard-across-blocking "shared"
        shared.insert(id, std::fs::read_to_string("motd").unwrap_or_default());
    }

    pub fn blocking_lock_bad(&self, id: u64) {
        let mut shared = self.shared.blocking_lock();
        thread::sleep(Duration::from_millis(1)); // want map-guard-across-blocking "shared"
        shared.remove(&id);
    }

    pub fn condition_gives_the_lock_back_ok(&self, id: u64) -> u64 {
        let mut waiting = self.waiting.lock();
        while !waiting.contains_key(&id) {
            self.ready.wait(&mut waiting);
        }
        waiting[&id]
    }

    pub fn on_a_thread_of_its_own_ok(self: Arc<Self>) -> JoinHandle<()> {
        let running = self.running.lock().unwrap();
        let worker = thread::spawn(|| thread::sleep(Duration::from_millis(1)));
        drop(running);
        worker
    }
}
