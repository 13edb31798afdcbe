//! Maps that are made in a loop.

#![allow(dead_code)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::mpsc::Receiver;

pub fn repeats_bad(rows: &[Vec<u64>]) -> usize {
    let mut repeats = 0;
    for row in rows {
        let mut seen = HashSet::new(); // want map-made-per-iteration "`seen` is made"
        for cell in row.iter().filter(|cell| !odd(cell)) {
            if !seen.insert(*cell) {
                repeats += 1;
            }
        }
    }
    repeats
}

/// The whole row, one cell after the other.
pub fn all_cells_bad(rows: &[Vec<u64>]) -> usize {
    let mut repeats = 0;
    for row in rows {
        let mut seen = HashSet::new(); // want map-made-per-iteration "`seen` is made" want unsized-map "`row.len()` times"
        for cell in row {
            if !seen.insert(*cell) {
                repeats += 1;
            }
        }
    }
    repeats
}

/// References into what is there before the loop.
pub fn references_bad(rows: &[Vec<String>]) -> usize {
    let mut repeats = 0;
    for row in rows {
        let mut seen = HashSet::new(); // want map-made-per-iteration "in each pass of the loop"
        for cell in row.iter().filter(|cell| !odd(cell)) {
            if !seen.insert(cell.as_str()) {
                repeats += 1;
            }
        }
    }
    repeats
}

pub fn lent_bad(batches: &Receiver<Vec<u64>>) {
    while let Ok(batch) = batches.recv() {
        let mut groups: HashMap<u64, usize> = HashMap::new(); // want map-made-per-iteration "in each pass of the loop"
        group(&batch, &mut groups);
        flush(&groups);
    }
}

fn group(batch: &[u64], groups: &mut HashMap<u64, usize>) {
    for value in batch {
        *groups.entry(value % 10).or_insert(0) += 1;
    }
}

fn flush(groups: &HashMap<u64, usize>) {
    println!("{}", groups.len());
}

/// References into the row, which ends with the pass.
pub fn short_lived_ok(rows: Vec<Vec<String>>) -> usize {
    let mut repeats = 0;
    for row in rows {
        let mut seen = HashSet::new();
        for cell in row.iter().filter(|cell| !odd(cell)) {
            if !seen.insert(cell.as_str()) {
                repeats += 1;
            }
        }
    }
    repeats
}

pub fn pushed_ok(rows: &[Vec<u64>]) -> Vec<HashSet<u64>> {
    let mut sets = Vec::new();
    for row in rows {
        let mut seen = HashSet::new();
        for cell in row.iter().filter(|cell| !odd(cell)) {
            seen.insert(*cell);
        }
        sets.push(seen);
    }
    sets
}

pub fn consumed_ok(rows: &[Vec<u64>]) -> u64 {
    let mut sum = 0;
    for row in rows {
        let mut seen = HashSet::new();
        for cell in row.iter().filter(|cell| !odd(cell)) {
            seen.insert(*cell);
        }
        for cell in seen {
            sum += cell;
        }
    }
    sum
}

pub fn mostly_empty_ok(rows: &[Vec<u64>]) -> usize {
    let mut odd = 0;
    for row in rows {
        let mut seen = HashSet::new();
        if row.len() > 1000 {
            seen.insert(row[0]);
        }
        odd += seen.len();
    }
    odd
}

pub fn few_ok(row: &[u64]) -> usize {
    let mut found = 0;
    for part in 0..4 {
        let mut seen = HashSet::new();
        for cell in row.iter().filter(|cell| !odd(cell)) {
            seen.insert(*cell + part);
        }
        found += seen.len();
    }
    found
}

pub fn counted_bad(row: &[u64], rounds: u64) -> usize {
    let mut found = 0;
    for part in 0..rounds {
        let mut seen = HashSet::with_capacity(4); // want map-made-per-iteration "in each pass of the loop"
        for cell in row {
            seen.insert(*cell + part);
        }
        found += seen.len();
    }
    found
}

/// Nothing says that there are many.
pub fn places_ok(places: &[Vec<u64>]) -> usize {
    let mut repeats = 0;
    for place in places {
        let mut seen = HashSet::new();
        for cell in place.iter().filter(|cell| !odd(cell)) {
            if !seen.insert(*cell) {
                repeats += 1;
            }
        }
    }
    repeats
}

pub fn ordered_ok(rows: &[Vec<u64>]) -> usize {
    let mut found = 0;
    for row in rows {
        let mut seen = BTreeMap::new();
        for cell in row.iter().filter(|cell| !odd(cell)) {
            seen.insert(*cell, row.len());
        }
        found += seen.len();
    }
    found
}

pub fn returned_ok(rows: &[Vec<u64>]) -> HashSet<u64> {
    loop {
        let mut seen = HashSet::new();
        for cell in rows[0].iter().filter(|cell| !odd(cell)) {
            seen.insert(*cell);
        }
        return seen;
    }
}

pub fn before_ok(rows: &[Vec<u64>]) -> usize {
    let mut repeats = 0;
    let mut seen = HashSet::new();
    for row in rows {
        seen.clear();
        for cell in row.iter().filter(|cell| !odd(cell)) {
            if !seen.insert(*cell) {
                repeats += 1;
            }
        }
    }
    repeats
}

fn odd(cell: &impl std::fmt::Display) -> bool {
    cell.to_string().len() % 2 == 1
}
