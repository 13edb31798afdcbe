//! Structs that are shared, and made anew for each piece of work: their maps die with it.

#![allow(dead_code, clippy::unwrap_used)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

/// Made where a search is; the threads of that search share it.
#[derive(Default)]
struct Ranges {
    by_file: Mutex<HashMap<PathBuf, u64>>,
}

/// What keeps it, and hands it on.
#[derive(Clone)]
struct Cache {
    ranges: Arc<Ranges>,
}

impl Cache {
    fn unbounded() -> Cache {
        Cache { ranges: Arc::new(Ranges::default()) }
    }

    fn read_ok(&self, file: &Path) -> u64 {
        *self.ranges.by_file.lock().unwrap().entry(file.to_path_buf()).or_insert(1)
    }
}

/// Of which the library that runs it says nothing.
struct Opened {
    cache: Box<dyn Fn(&Path) -> u64 + Send>,
}

fn open(cache: Cache) -> Opened {
    Opened { cache: Box::new(move |file| cache.read_ok(file)) }
}

fn search_one(file: &Path) -> u64 {
    let cache = Cache::unbounded();
    let opened = open(cache.clone());
    (opened.cache)(file) + cache.read_ok(file)
}

pub fn search(files: Vec<PathBuf>) {
    for file in files {
        thread::spawn(move || search_one(&file));
    }
}

/// A command makes it, lends it to threads that it waits for, and drops it.
struct Settings {
    by_folder: Mutex<HashMap<PathBuf, u64>>,
}

impl Settings {
    fn of_ok(&self, folder: &Path) -> u64 {
        *self.by_folder.lock().unwrap().entry(folder.to_path_buf()).or_insert(1)
    }
}

trait Formatter {
    fn run(&self, files: Vec<PathBuf>, settings: Arc<Settings>) -> u64;
}

struct Writer;

impl Formatter for Writer {
    fn run(&self, files: Vec<PathBuf>, settings: Arc<Settings>) -> u64 {
        files.iter().map(|file| settings.of_ok(file)).sum()
    }
}

pub fn format(files: Vec<PathBuf>) -> u64 {
    let formatter: Box<dyn Formatter> = Box::new(Writer);
    let settings = Arc::new(Settings { by_folder: Mutex::default() });
    formatter.run(files, settings.clone())
}

/// Made in a loop as well, but one that keeps what it makes.
struct Shard {
    read: Mutex<HashMap<PathBuf, u64>>, // want ever-growing-map "read"
}

impl Shard {
    fn read_bad(&self, file: &Path) -> u64 {
        *self.read.lock().unwrap().entry(file.to_path_buf()).or_insert(1)
    }
}

pub struct Server {
    shards: Vec<Arc<Shard>>,
}

pub fn start(count: usize) -> Server {
    let mut shards = Vec::with_capacity(count);
    for _ in 0..count {
        let shard = Arc::new(Shard { read: Mutex::default() });
        shards.push(shard);
    }
    Server { shards }
}

/// Made once, and given to what serves.
struct Service {
    served: Mutex<HashMap<PathBuf, u64>>, // want ever-growing-map "served"
}

impl Service {
    fn serve_bad(&self, file: &Path) -> u64 {
        *self.served.lock().unwrap().entry(file.to_path_buf()).or_insert(1)
    }
}

pub fn routes() -> Box<dyn Fn(&Path) -> u64> {
    let service = Arc::new(Service { served: Mutex::default() });
    Box::new(move |file| service.serve_bad(file))
}

/// Each connection has one, for as long as it is open: that may be for days.
struct Connection {
    asked: Mutex<HashMap<PathBuf, u64>>, // want ever-growing-map "asked"
}

impl Connection {
    fn ask_bad(&self, file: PathBuf) {
        self.asked.lock().unwrap().insert(file, 1);
    }
}

fn handle(requests: &std::sync::mpsc::Receiver<PathBuf>) {
    let connection = Arc::new(Connection { asked: Mutex::default() });
    while let Ok(request) = requests.recv() {
        connection.ask_bad(request);
    }
}

pub fn accept(connections: &std::sync::mpsc::Receiver<std::sync::mpsc::Receiver<PathBuf>>) {
    while let Ok(requests) = connections.recv() {
        thread::spawn(move || handle(&requests));
    }
}
