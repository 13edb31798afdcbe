//! Each main construct of Rust that facts speak of.

use dashmap::DashMap;
use std::collections::{BTreeMap, HashMap as Map};
use std::sync::{Arc, LazyLock, Mutex, RwLock};
use std::{thread, time::*};

mod inner {
    pub(crate) use super::Cache as Renamed;

    #[cfg(test)]
    fn only_for_tests() {}
}

pub struct Cache<K, V = u32>
where
    K: Eq,
{
    pub by_key: Mutex<Map<K, V>>, // CONCURRENCY_SAFE: true -- handlers share it
    sharded: Arc<DashMap<K, Vec<V>>>,
    plain: Map<&'static str, [u8; 4]>,
}

struct Pair(RwLock<BTreeMap<u8, ()>>, Option<Box<dyn Fn(u8) -> u8 + Send>>);

enum Event {
    Quit,
    Set { key: String, value: u32 },
    Drop(String),
}

type Table = Map<u64, u64>;

static COUNTS: LazyLock<Mutex<Table>> = LazyLock::new(|| Mutex::new(Map::with_capacity(8)));
static mut RAW: Table = Table::new();
const LIMIT: usize = 3;

unsafe impl<K, V> Sync for Cache<K, V> {}

trait Store {
    type Key;
    fn get(&self, key: Self::Key) -> Option<u32>;
    fn has(&self, key: Self::Key) -> bool {
        self.get(key).is_some()
    }
}

impl Store for Cache<String> {
    type Key = String;
    fn get(&self, key: String) -> Option<u32> {
        let guard = self.by_key.lock().unwrap();
        guard.get(&key).copied()
    }
}

impl<K: Eq, V> Cache<K, V> {
    pub fn new(n: usize) -> Self {
        Self { by_key: Mutex::new(Map::new()), sharded: Arc::default(), plain: Default::default() }
    }

    pub fn put(&mut self, key: K, value: V) -> Result<(), String> {
        *self.plain.entry("n").or_insert([0; 4]) = [1, 2, 3, 4];
        if let Some(list) = self.sharded.get_mut(&key) && !list.is_empty() {
            drop(list);
        } else {
            self.sharded.insert(key, vec![value]);
        }
        self.check()?;
        Ok(())
    }
}

fn control(events: &[Event], table: &mut Table) -> u64 {
    let Some(first) = events.first() else { return 0 };
    'outer: for (i, event) in events.iter().enumerate() {
        match event {
            Event::Set { key, value: 0 | 1 } if i > 0 => continue 'outer,
            Event::Set { key, .. } => table.insert(i as u64, 1),
            Event::Drop(name) => {
                table.remove(&7);
                None
            }
            Event::Quit => break 'outer,
        };
    }
    let mut n = loop {
        break table.len();
    };
    while let Some(x) = table.get(&1) {
        n += *x as usize;
    }
    for i in 0..=LIMIT {
        table[&1] += i as u64;
    }
    let label = { format!("{n}: {table:?}") };
    (n, label).0 as u64
}

async fn threads(cache: Arc<Cache<String>>) {
    let shared = Arc::clone(&cache);
    let handle = thread::spawn(move || shared.by_key.lock().unwrap().clear());
    handle.join().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| unsafe { RAW.insert(1, 2) });
    });
    //maplint:ignore map-guard-across-await -- held for the whole of it
    let guard = COUNTS.lock().unwrap();
    tokio::time::sleep(Duration::ZERO).await;
    let task = async move { guard.len() };
    let raw = unsafe { &*&raw const RAW };
    let cast = raw as &Table;
    tokio::select! {
        n = task => { cast.get(&n) }
        _ = tokio::time::sleep(Duration::ZERO) => None,
    };
}
