//! What Clippy's `if_let_mutex` reports is left to it: a `Mutex` of `std` in the condition of an `if let`
//! with an `else`, and by the same words in a branch, before the edition 2024.

#![allow(dead_code)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

type Names = HashMap<u64, String>;

pub struct Registry {
    names: Mutex<Names>,
    shared: Arc<Mutex<Names>>,
    fast: parking_lot::Mutex<Names>,
    routes: RwLock<Names>,
}

impl Registry {
    pub fn in_the_else_ok(&self, id: u64) {
        if let Some(name) = self.names.lock().unwrap().get(&id) {
            println!("{name}");
        } else {
            self.names.lock().unwrap().insert(id, String::new());
        }
    }

    pub fn in_the_branch_ok(&self, id: u64) {
        if let Some(name) = self.names.lock().unwrap().get(&id) {
            self.names.lock().unwrap().remove(&(name.len() as u64));
        } else {
            println!("none");
        }
    }

    pub fn else_if_ok(&self, id: u64) {
        if let Some(name) = self.names.lock().unwrap().get(&id) {
            println!("{name}");
        } else if self.names.lock().unwrap().is_empty() {
            println!("none");
        }
    }

    pub fn no_else_bad(&self, id: u64) {
        if let Some(name) = self.names.lock().unwrap().get(&id) {
            self.names.lock().unwrap().remove(&(name.len() as u64)); // want map-guard-reentry "names"
        }
    }

    pub fn in_an_arc_bad(&self, id: u64) {
        if let Some(name) = self.shared.lock().unwrap().get(&id) {
            println!("{name}");
        } else {
            self.shared.lock().unwrap().insert(id, String::new()); // want map-guard-reentry "shared"
        }
    }

    pub fn by_other_words_bad(&self, id: u64) {
        let names = &self.names;
        if let Some(name) = names.lock().unwrap().get(&id) {
            println!("{name}");
        } else {
            self.names.lock().unwrap().insert(id, String::new()); // want map-guard-reentry "names"
        }
    }

    pub fn in_a_function_literal_bad(&self, id: u64) {
        if let Some(name) = self.names.lock().unwrap().get(&id) {
            println!("{name}");
        } else {
            (0..3).for_each(|more| drop(self.names.lock().unwrap().insert(more, String::new()))); // want map-guard-reentry "names"
        }
    }

    pub fn in_a_method_bad(&self, id: u64) {
        if let Some(name) = self.names.lock().unwrap().get(&id) {
            println!("{name}");
        } else {
            self.add(id); // want map-guard-reentry "names"
        }
    }

    fn add(&self, id: u64) {
        self.names.lock().unwrap().insert(id, String::new());
    }

    pub fn another_lock_bad(&self, id: u64) {
        if let Some(name) = self.fast.lock().get(&id) {
            println!("{name}");
        } else {
            self.fast.lock().insert(id, String::new()); // want map-guard-reentry "fast"
        }
    }

    pub fn read_write_lock_bad(&self, id: u64) {
        if let Some(name) = self.routes.read().unwrap().get(&id) {
            println!("{name}");
        } else {
            self.routes.write().unwrap().insert(id, String::new()); // want map-guard-reentry "routes"
        }
    }

    pub fn in_a_match_bad(&self, id: u64) {
        match self.names.lock().unwrap().get(&id) {
            Some(name) => println!("{name}"),
            None => drop(self.names.lock().unwrap().insert(id, String::new())), // want map-guard-reentry "names"
        }
    }
}
