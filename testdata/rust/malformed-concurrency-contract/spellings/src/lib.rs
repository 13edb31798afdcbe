//! Promises that are not well formed, and comments that only speak about promises.

#![allow(dead_code)]

use std::cell::UnsafeCell;
use std::collections::HashMap;
use std::sync::Mutex;

pub struct Values {
    // want-next malformed-concurrency-contract "maybe"
    // CONCURRENCY_SAFE: maybe
    unknown_value: HashMap<u64, u64>,

    // want-next malformed-concurrency-contract "CONCURRENCY_SAFE"
    // CONCURRENCY_SAFE:
    no_value: HashMap<u64, u64>,

    // want-next malformed-concurrency-contract "CONCURRENCY_SAFE"
    // CONCURRENCY_SAFE
    no_colon: HashMap<u64, u64>,

    // want-next malformed-concurrency-contract "yes"
    trailing: HashMap<u64, u64>, // CONCURRENCY_SAFE: yes

    // CONCURRENCY_SAFE: true
    well_formed_ok: HashMap<u64, u64>,

    // CONCURRENCY_SAFE: false -- only the constructor's thread has it
    with_a_reason_ok: HashMap<u64, u64>,
}

pub struct Spellings {
    // want-next malformed-concurrency-contract "CONCURENCY_SAFE"
    // CONCURENCY_SAFE: true
    one_r: HashMap<u64, u64>,

    // want-next malformed-concurrency-contract "CONCURRENT_SAFE"
    // CONCURRENT_SAFE: true
    another_word: HashMap<u64, u64>,

    // want-next malformed-concurrency-contract "CONCURRENCY-SAFE"
    // CONCURRENCY-SAFE: true
    hyphen: HashMap<u64, u64>,

    // want-next malformed-concurrency-contract "concurrency_safe"
    // concurrency_safe: true
    lower_case: HashMap<u64, u64>,

    // Safe to use concurrently only where the caller holds a lock; see the module.
    prose_ok: HashMap<u64, u64>,
}

pub struct Words {
    lock: Mutex<()>,
    size: usize,

    // want-next malformed-concurrency-contract "lok"
    // CONCURRENCY_SAFE: true guarded_by=lok
    unknown_guard: UnsafeCell<HashMap<u64, u64>>,

    // want-next malformed-concurrency-contract "size"
    // CONCURRENCY_SAFE: true guarded_by=size
    guard_is_no_lock: UnsafeCell<HashMap<u64, u64>>,

    // want-next malformed-concurrency-contract "guarded_by"
    // CONCURRENCY_SAFE: true guarded_by=
    no_guard: UnsafeCell<HashMap<u64, u64>>,

    // want-next malformed-concurrency-contract "guardedby"
    // CONCURRENCY_SAFE: true guardedby=lock
    unknown_word: UnsafeCell<HashMap<u64, u64>>,

    // want-next malformed-concurrency-contract "because"
    // CONCURRENCY_SAFE: true because it is small
    reason_without_dashes: UnsafeCell<HashMap<u64, u64>>,

    // CONCURRENCY_SAFE: true guarded_by=lock -- every method takes it
    known_guard_ok: UnsafeCell<HashMap<u64, u64>>,

    // CONCURRENCY_SAFE: true init_only
    init_only_ok: HashMap<u64, u64>,

    // CONCURRENCY_SAFE: true confined=worker
    confined_ok: HashMap<u64, u64>,
}

pub struct Places {
    // want-next malformed-concurrency-contract "CONCURRENCY_SAFE"
    // CONCURRENCY_SAFE: true
    no_map: usize,
}

// want-next malformed-concurrency-contract "CONCURRENCY_SAFE"
// CONCURRENCY_SAFE: true
pub fn above_a_function(count: usize) -> usize {
    // want-next malformed-concurrency-contract "CONCURRENCY_SAFE"
    // CONCURRENCY_SAFE: true
    count + 1
}

/// Documentation may name `CONCURRENCY_SAFE` without promising anything.
pub fn documentation_ok() -> &'static str {
    "// CONCURRENCY_SAFE: maybe"
}

// want-next malformed-concurrency-contract "CONCURRENCY_SAFE"
// CONCURRENCY_SAFE: true
