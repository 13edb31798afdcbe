//! Maps that live as long as the program, with an entry for each thing that comes and goes.

#![allow(dead_code, clippy::unwrap_used)]

use dashmap::DashMap;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, LazyLock, Mutex, RwLock};

static SEEN: LazyLock<Mutex<HashSet<IpAddr>>> = LazyLock::new(Default::default); // want ever-growing-map "SEEN"

static GREETED: LazyLock<Mutex<HashSet<IpAddr>>> = LazyLock::new(Default::default); // want contended-locked-map "GREETED"

pub fn accept_bad(from: SocketAddr) {
    SEEN.lock().unwrap().insert(from.ip());
    GREETED.lock().unwrap().insert(from.ip());
}

pub fn close_ok(from: SocketAddr) {
    GREETED.lock().unwrap().remove(&from.ip());
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Transaction(u64);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestId(u64);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    Low,
    High,
}

/// What the loop below owns.
struct State {
    waiting: HashMap<Transaction, Sender<u64>>, // want ever-growing-map "waiting"
    answered: HashMap<Transaction, Sender<u64>>,
    by_level: HashMap<Level, Sender<u64>>, // want dense-key-map "by_level"
    plain: HashMap<u64, u64>,
}

impl State {
    fn put(&mut self, id: Transaction, to: Sender<u64>) {
        self.waiting.insert(id, to.clone());
        self.answered.insert(id, to.clone());
        self.by_level.insert(Level::Low, to);
        self.plain.insert(id.0, 1);
    }
}

pub fn serve_bad(commands: Receiver<(Transaction, Sender<u64>)>) {
    let mut state =
        State { waiting: HashMap::new(), answered: HashMap::new(), by_level: HashMap::new(), plain: HashMap::new() };
    while let Ok((id, to)) = commands.recv() {
        state.put(id, to);
        if let Some(to) = state.answered.remove(&id) {
            let _ = to.send(id.0);
        }
    }
}

/// Shared by all connections.
pub struct Server {
    files: DashMap<PathBuf, u64>, // want ever-growing-map "files"
    replaced: RwLock<HashMap<PathBuf, u64>>,
    by_entry: Mutex<HashMap<RequestId, u64>>,
    made: HashMap<PathBuf, u64>,
    pub open: DashMap<PathBuf, u64>,
    lent: Mutex<HashMap<PathBuf, u64>>,
}

impl Server {
    pub fn new(paths: Vec<PathBuf>) -> Arc<Server> {
        let mut made = HashMap::with_capacity(paths.len());
        for path in paths {
            made.insert(path, 0);
        }
        Arc::new(Server {
            files: DashMap::new(),
            replaced: RwLock::default(),
            by_entry: Mutex::default(),
            made,
            open: DashMap::new(),
            lent: Mutex::default(),
        })
    }

    pub fn read_bad(&self, path: PathBuf) -> u64 {
        self.open.insert(path.clone(), 1);
        self.replaced.write().unwrap().insert(path.clone(), 1);
        self.lent.lock().unwrap().insert(path.clone(), 1);
        *self.files.entry(path).or_insert(0)
    }

    pub fn reload_ok(&self) {
        *self.replaced.write().unwrap() = HashMap::new();
    }

    pub fn count_ok(&self, id: RequestId) {
        match self.by_entry.lock().unwrap().entry(id) {
            Entry::Occupied(entry) if *entry.get() > 3 => {
                entry.remove();
            }
            Entry::Occupied(mut entry) => *entry.get_mut() += 1,
            Entry::Vacant(entry) => {
                entry.insert(1);
            }
        }
    }

    pub fn sweep_ok(&self) {
        forget(&mut self.lent.lock().unwrap());
    }

    pub fn known(&self, path: &PathBuf) -> bool {
        self.made.contains_key(path)
    }
}

fn forget(files: &mut HashMap<PathBuf, u64>) {
    files.retain(|_, uses| *uses > 1);
}

/// Two handles of one map: the other one takes entries out.
pub struct Listener {
    expected: Arc<DashMap<SocketAddr, u64>>,
}

pub struct Handler {
    expected: Arc<DashMap<SocketAddr, u64>>,
}

pub fn two_handles_ok() -> (Arc<Listener>, Arc<Handler>) {
    let expected = Arc::new(DashMap::new());
    (Arc::new(Listener { expected: expected.clone() }), Arc::new(Handler { expected }))
}

impl Listener {
    pub fn arrived(&self, from: SocketAddr) {
        self.expected.remove(&from);
    }
}

impl Handler {
    pub fn expect(&self, from: SocketAddr) {
        self.expected.insert(from, 1);
    }
}

/// Lives as long as a call.
pub struct Pass {
    visited: HashSet<PathBuf>,
}

pub fn short_lived_ok(paths: &[PathBuf]) -> usize {
    let mut pass = Pass { visited: HashSet::new() };
    paths.iter().filter(|path| pass.visited.insert((*path).clone())).count()
}

/// Works off what it finds, and ends.
struct Search {
    found: HashSet<PathBuf>,
}

pub fn work_off_ok(mut open: Vec<PathBuf>, answers: &Receiver<u64>) -> usize {
    let mut search = Search { found: HashSet::new() };
    while let Some(path) = open.pop() {
        let _ = answers.recv();
        search.found.insert(path);
    }
    search.found.len()
}

/// Built once, then handed out as it is.
struct Scopes {
    by_folder: HashMap<PathBuf, u64>,
}

impl Scopes {
    fn add(&mut self, folder: PathBuf) {
        self.by_folder.insert(folder, 1);
    }
}

/// The loop below has others from time to time.
struct Editor {
    scopes: Arc<Scopes>,
    opened: HashMap<PathBuf, u64>, // want ever-growing-map "opened"
}

pub fn edit_bad(commands: &Receiver<PathBuf>) {
    let mut editor = Editor { scopes: Arc::new(Scopes { by_folder: HashMap::new() }), opened: HashMap::new() };
    while let Ok(folder) = commands.recv() {
        let mut scopes = Scopes { by_folder: HashMap::new() };
        scopes.add(folder.clone());
        editor.scopes = Arc::new(scopes);
        let known = editor.scopes.by_folder.get(&folder).copied();
        editor.opened.insert(folder, known.unwrap_or(0));
    }
}
