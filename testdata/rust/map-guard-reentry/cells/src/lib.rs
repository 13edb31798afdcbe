//! A map in a `RefCell`: a borrow that writes while another is alive panics, here, in a callee, and in
//! both directions. Two that read do not.

#![allow(dead_code)]

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

pub struct Scene {
    names: RefCell<HashMap<u32, String>>,
    parents: RefCell<HashMap<u32, u32>>,
    title: RefCell<String>,
}

impl Scene {
    pub fn written_in_a_walk_bad(&self) {
        for (id, name) in self.names.borrow().iter() {
            if name.is_empty() {
                self.names.borrow_mut().remove(id); // want map-guard-reentry "names"
            }
        }
    }

    pub fn written_by_a_callee_bad(&self) {
        if let Some(name) = self.names.borrow().get(&1) {
            self.add(name.len() as u32); // want map-guard-reentry "names"
        }
    }

    fn add(&self, id: u32) {
        self.names.borrow_mut().insert(id, String::new());
    }

    pub fn read_under_a_write_bad(&self) {
        let mut names = self.names.borrow_mut();
        let count = self.names.borrow().len(); // want map-guard-reentry "names"
        names.insert(count as u32, String::new());
    }

    pub fn temporary_lives_through_the_else_bad(&self, id: u32) {
        if let Some(name) = self.names.borrow().get(&id) {
            println!("{name}");
        } else {
            self.names.borrow_mut().insert(id, String::new()); // want map-guard-reentry "names"
        }
    }

    pub fn two_reads_ok(&self) -> usize {
        let names = self.names.borrow();
        self.names.borrow().len() + names.len()
    }

    pub fn cloned_first_ok(&self) {
        let name = self.names.borrow().get(&1).cloned();
        if let Some(name) = name {
            self.add(name.len() as u32);
        }
    }

    pub fn another_cell_ok(&self) {
        for id in self.names.borrow().keys() {
            self.parents.borrow_mut().remove(id);
        }
    }

    pub fn tried_ok(&self) -> usize {
        let names = self.names.borrow();
        if let Ok(mut again) = self.names.try_borrow_mut() {
            again.clear();
        }
        names.len()
    }

    pub fn dropped_ok(&self, id: u32) {
        let names = self.names.borrow();
        let found = names.contains_key(&id);
        drop(names);
        if !found {
            self.add(id);
        }
    }

    pub fn asked_first_ok(&self, id: u32) {
        if !self.names.borrow().contains_key(&id) {
            self.names.borrow_mut().insert(id, String::new());
        }
    }

    pub fn no_map_in_it_ok(&self) {
        let title = self.title.borrow();
        self.title.borrow_mut().clear();
        println!("{title}");
    }
}

pub fn shared_by_handles_bad(counts: &Rc<RefCell<HashMap<u32, u32>>>) {
    let again = counts.clone();
    let held = counts.borrow();
    again.borrow_mut().clear(); // want map-guard-reentry "counts"
    println!("{}", held.len());
}
