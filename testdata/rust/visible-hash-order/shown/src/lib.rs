//! Orders of hashing maps that show, and others that do not.

#![allow(dead_code, clippy::for_kv_map)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::{self, Write};

pub struct Headers {
    names: HashMap<String, String>,
    ordered: BTreeMap<String, String>,
    ids: HashSet<u64>,
}

impl fmt::Display for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.names { // want visible-hash-order "names"
            writeln!(f, "{name}: {value}")?;
        }
        for (name, value) in &self.ordered {
            writeln!(f, "{name}: {value}")?;
        }
        f.write_str(&self.ids.iter().map(u64::to_string).collect::<Vec<_>>().join(",")) // want visible-hash-order "ids"
    }
}

impl Headers {
    pub fn dump_bad(&self) -> String {
        let mut text = String::new();
        for name in self.names.keys() { // want visible-hash-order "names"
            text.push_str(name);
        }
        text
    }

    pub fn dump_sorted_ok(&self) -> String {
        let mut names: Vec<&String> = self.names.keys().collect();
        names.sort();
        let mut text = String::new();
        for name in names {
            text.push_str(name);
        }
        text
    }

    pub fn dump_total_ok(&self) -> String {
        let mut text = String::new();
        let mut total = 0;
        for (_, value) in &self.names {
            total += value.len();
        }
        let _ = write!(text, "{total}");
        text
    }

    /// Nobody reads that.
    pub fn not_output_ok(&self) -> usize {
        let mut text = String::new();
        for name in self.names.keys() {
            text.push_str(name);
        }
        text.len()
    }
}

#[derive(Default)]
pub struct Streams {
    writers: HashMap<u64, String>,
    ordered: BTreeMap<u64, String>,
}

impl Streams {
    pub fn last_bad(&mut self, writer: String) -> u64 {
        let id = self.writers.keys().last().map_or(0, |last| last + 1); // want visible-hash-order "writers"
        self.writers.insert(id, writer);
        id
    }

    pub fn ordered_ok(&mut self, writer: String) -> u64 {
        let id = self.ordered.keys().last().map_or(0, |last| last + 1);
        self.ordered.insert(id, writer);
        id
    }

    pub fn largest_ok(&self) -> u64 {
        self.writers.keys().max().copied().unwrap_or(0)
    }
}
