//! A key is asked for, and inserted where it was not there.

#![allow(dead_code, clippy::map_entry, clippy::set_contains_or_insert)]

use dashmap::DashMap;
use indexmap::IndexMap;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, RwLock};

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u32);

#[derive(Default)]
pub struct Index {
    by_id: BTreeMap<Id, Vec<u32>>,
    names: HashMap<String, u32>,
    seen: HashSet<Id>,
    next: u32,
}

impl Index {
    pub fn match_bad(&mut self, id: Id, value: u32) {
        match self.by_id.get_mut(&id) {
            Some(values) => values.push(value),
            None => {
                self.by_id.insert(id, vec![value]); // want repeated-map-lookup "looks up `id` a second time"
            }
        }
    }

    pub fn if_let_bad(&mut self, id: Id, value: u32) {
        if let Some(values) = self.by_id.get_mut(&id) {
            values.push(value);
        } else {
            self.by_id.insert(id, vec![value]); // want repeated-map-lookup "`self.by_id`"
        }
    }

    /// The field beside the map is borrowed on its own.
    pub fn field_beside_bad(&mut self, name: String) -> u32 {
        match self.names.get(&name) {
            Some(number) => *number,
            None => {
                self.next += 1;
                self.names.insert(name, self.next); // want repeated-map-lookup "a second time to insert it"
                self.next
            }
        }
    }

    /// The whole is borrowed while the entry is held.
    pub fn whole_ok(&mut self, name: String) -> u32 {
        match self.names.get(&name) {
            Some(number) => *number,
            None => {
                let number = self.number();
                self.names.insert(name, number);
                number
            }
        }
    }

    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    pub fn map_again_ok(&mut self, id: Id) {
        if self.by_id.get(&id).is_none() {
            let many = self.by_id.len();
            println!("{many}");
        }
        match self.by_id.get(&id) {
            Some(_) => {}
            None => {
                let first = self.by_id.values().next().cloned();
                self.by_id.insert(id, first.unwrap_or_default());
            }
        }
    }

    pub fn other_key_ok(&mut self, id: Id, other: Id) {
        match self.by_id.get(&id) {
            Some(values) => println!("{values:?}"),
            None => {
                self.by_id.insert(other, Vec::new());
            }
        }
    }

    pub fn fails_ok(&mut self, name: String, text: &str) -> Result<u32, std::num::ParseIntError> {
        Ok(match self.names.get(&name) {
            Some(number) => *number,
            None => {
                let number = text.parse()?;
                self.names.insert(name, number);
                number
            }
        })
    }

    /// Only a missing key is cloned: an entry would need it each time.
    pub fn cloned_key_ok(&mut self, name: &str) {
        match self.names.get_mut(name) {
            Some(number) => *number += 1,
            None => {
                self.names.insert(name.to_owned(), 1);
            }
        }
    }

    /// Who finds the key still has its own.
    pub fn key_used_ok(&mut self, name: String) -> Option<String> {
        match self.names.get_mut(&name) {
            Some(number) => {
                *number += 1;
                return Some(name);
            }
            None => {
                self.names.insert(name, 1);
            }
        }
        None
    }

    /// What was found is still borrowed below, where the map is read as well.
    pub fn borrowed_on_ok(&mut self, id: Id, none: &Vec<u32>) -> usize {
        let values = match self.by_id.get(&id) {
            Some(values) => values,
            None => {
                self.by_id.insert(id, Vec::new());
                none
            }
        };
        values.len() + self.by_id.len()
    }

    /// What is inserted is another key by then.
    pub fn key_changed_ok(&mut self, mut name: String) {
        match self.names.get_mut(&name) {
            Some(number) => *number += 1,
            None => {
                name.push('2');
                self.names.insert(name, 1);
            }
        }
    }

    pub fn set_bad(&mut self, id: Id) -> bool {
        if !self.seen.contains(&id) {
            self.seen.insert(id); // want repeated-map-lookup "a second time to insert it"
            return true;
        }
        false
    }

    pub fn set_passed_bad(&mut self, ids: &[Id]) -> usize {
        let mut found = 0;
        for id in ids {
            if self.seen.contains(id) {
                continue;
            }
            self.seen.insert(*id); // want repeated-map-lookup "a second time to insert it"
            found += 1;
        }
        found
    }

    /// What may leave between the two would leave the set changed.
    pub fn set_late_ok(&mut self, id: Id, text: &str) -> Result<(), std::num::ParseIntError> {
        if !self.seen.contains(&id) {
            self.next = text.parse()?;
            self.seen.insert(id);
        }
        Ok(())
    }

    pub fn passed_bad(&mut self, id: Id) -> Result<(), Id> {
        if self.by_id.contains_key(&id) {
            return Err(id);
        }
        self.by_id.insert(id, Vec::new()); // want repeated-map-lookup "a second time to insert it"
        Ok(())
    }

    pub fn entry_ok(&mut self, id: Id, value: u32) {
        self.by_id.entry(id).or_default().push(value);
    }
}

/// What Clippy has.
pub fn standard_ok(names: &mut HashMap<u32, String>, id: u32) {
    if !names.contains_key(&id) {
        names.insert(id, String::new());
    }
}

pub fn index_map_bad(names: &mut IndexMap<u32, String>, id: u32) {
    if !names.contains_key(&id) {
        names.insert(id, String::new()); // want repeated-map-lookup "a second time to insert it"
    }
}

/// A map of one thread alone: what threads share is a race.
pub fn own_concurrent_bad(ids: &[u32]) -> usize {
    let names: DashMap<u32, u32> = DashMap::new();
    for id in ids {
        if !names.contains_key(id) {
            names.insert(*id, 1); // want repeated-map-lookup "a second time to insert it"
        }
    }
    names.len()
}

pub fn two_arms_ok(names: &mut HashMap<u32, u32>, id: u32) {
    match names.get(&id) {
        Some(3) => {}
        _ => {
            names.insert(id, 3);
        }
    }
}

pub fn one_guard_bad(names: &Mutex<HashMap<u32, u32>>, id: u32) {
    let mut names = names.lock().unwrap();
    if let Some(count) = names.get_mut(&id) {
        *count += 1;
    } else {
        names.insert(id, 1); // want repeated-map-lookup "a second time to insert it"
    }
}

/// Each borrow ends before the next.
pub fn two_borrows_ok(names: &RefCell<HashMap<u32, u32>>, id: u32) {
    let known = names.borrow().get(&id).copied();
    match known {
        Some(count) => println!("{count}"),
        None => {
            names.borrow_mut().insert(id, 1);
        }
    }
}

/// The inside of a guard is borrowed as a whole.
pub struct Guarded {
    state: RwLock<Index>,
}

impl Guarded {
    pub fn field_of_guard_ok(&self, name: String) -> u32 {
        let mut state = self.state.write().unwrap();
        match state.names.get(&name) {
            Some(number) => *number,
            None => {
                state.next += 1;
                let next = state.next;
                state.names.insert(name, next);
                next
            }
        }
    }
}

pub fn lent_ok<'m>(names: &'m mut HashMap<u32, String>, spare: &'m str, id: u32) -> &'m str {
    match names.get(&id).is_some() {
        true => names.get(&id).map_or(spare, String::as_str),
        false => {
            names.insert(id, spare.to_owned());
            spare
        }
    }
}
