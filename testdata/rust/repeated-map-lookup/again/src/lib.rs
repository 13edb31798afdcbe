//! A question that was answered, an entry that is looked up to be removed, one answer for a whole loop.

#![allow(dead_code)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

pub enum State {
    New(u32),
    Old,
}

pub fn answered_bad(states: &HashMap<u32, State>, id: u32) -> u32 {
    if let Some(State::New(number)) = states.get(&id) {
        *number
    } else if !states.contains_key(&id) { // want repeated-map-lookup "`states.get(&id)` has answered that"
        0
    } else {
        1
    }
}

pub fn asked_first_bad(names: &HashMap<u32, String>, id: u32) -> usize {
    if names.contains_key(&id) {
        return names[&id].len(); // want repeated-map-lookup "has answered that"
    }
    0
}

pub fn left_bad(names: &mut HashMap<u32, u32>, id: u32) -> Option<u32> {
    if !names.contains_key(&id) {
        return None;
    }
    let name = names.get_mut(&id)?; // want repeated-map-lookup "has answered that"
    *name += 1;
    Some(*name)
}

pub fn removed_bad(seen: &mut HashSet<u32>, id: u32) -> u32 {
    if seen.contains(&id) {
        seen.remove(&id); // want repeated-map-lookup "has answered that"
        return 1;
    }
    0
}

pub fn changed_between_ok(names: &mut HashMap<u32, String>, id: u32) -> bool {
    if let Some(name) = names.get(&id) {
        println!("{name}");
    }
    names.retain(|_, name| !name.is_empty());
    names.contains_key(&id)
}

pub fn other_answer_ok(names: &HashMap<u32, String>, mut id: u32) -> bool {
    if let Some(name) = names.get(&id) {
        println!("{name}");
    }
    id += 1;
    names.contains_key(&id)
}

/// A reference that goes out of the function cannot be kept over the other branch.
pub fn lent_ok(names: &mut HashMap<u32, String>, id: u32) -> &mut String {
    if names.contains_key(&id) {
        return names.get_mut(&id).unwrap();
    }
    names.entry(0).or_default()
}

pub fn sometimes_removed_ok(seen: &mut HashSet<u32>, id: u32, really: bool) {
    if seen.contains(&id) && id > 0 {
        println!("{id}");
        if really {
            seen.remove(&id);
        }
    }
}

pub struct Rooms {
    inside: BTreeMap<u32, HashSet<u64>>,
    names: HashMap<String, Vec<u64>>,
}

impl Rooms {
    pub fn leave_bad(&mut self, room: u32, who: u64) {
        if let Some(inside) = self.inside.get_mut(&room) {
            inside.remove(&who);
            if inside.is_empty() {
                self.inside.remove(&room); // want repeated-map-lookup "to remove what it has just found"
            }
        }
    }

    pub fn leave_later_bad(&mut self, room: u32, who: u64) {
        let last = if let Some(inside) = self.inside.get_mut(&room) {
            inside.remove(&who);
            inside.is_empty()
        } else {
            false
        };
        if last {
            self.inside.remove(&room); // want repeated-map-lookup "to remove what it has just found"
        }
    }

    /// An entry needs a key of its own.
    pub fn borrowed_key_ok(&mut self, name: &str, who: u64) {
        if let Some(inside) = self.names.get_mut(name) {
            inside.retain(|one| *one != who);
            if inside.is_empty() {
                self.names.remove(name);
            }
        }
    }

    pub fn not_empty_ok(&mut self, room: u32, who: u64) {
        if let Some(inside) = self.inside.get_mut(&room) {
            inside.insert(who);
        }
        if who == 0 {
            self.inside.remove(&room);
        }
    }

    pub fn told_between_ok(&mut self, room: u32, who: u64) {
        if let Some(inside) = self.inside.get_mut(&room) {
            inside.remove(&who);
            if inside.is_empty() {
                self.tell(room);
                self.inside.remove(&room);
            }
        }
    }

    fn tell(&self, room: u32) {
        println!("{room} of {}", self.inside.len());
    }
}

static PRICES: LazyLock<HashMap<String, u64>> = LazyLock::new(prices);

fn prices() -> HashMap<String, u64> {
    std::env::args().map(|name| (name, 1)).collect()
}

pub fn literal_bad(distances: &[u64]) -> u64 {
    let mut sum = 0;
    for distance in distances {
        sum += distance * PRICES["kilometre"]; // want repeated-map-lookup "in each pass of the loop"
    }
    sum
}

pub fn parameter_bad(prices: &HashMap<u32, u64>, of: u32, distances: &[u64]) -> u64 {
    let mut sum = 0;
    for distance in distances {
        if let Some(price) = prices.get(&of) { // want repeated-map-lookup "in each pass of the loop"
            sum += distance * price;
        }
    }
    sum
}

pub fn few_ok(prices: &HashMap<u32, u64>, of: u32) -> u64 {
    let mut sum = 0;
    for factor in 0..3 {
        sum += factor * prices[&of];
    }
    sum
}

pub fn other_each_time_ok(parents: &HashMap<u32, u32>, of: u32) -> u32 {
    let mut at = of;
    while let Some(parent) = parents.get(&at) {
        at = *parent;
    }
    at
}

pub fn changes_ok(prices: &mut HashMap<u32, u64>, of: u32, distances: &[u64]) -> u64 {
    let mut sum = 0;
    for distance in distances {
        sum += distance * prices[&of];
        prices.insert(of, sum);
    }
    sum
}

pub fn once_ok(prices: &HashMap<u32, u64>, of: u32, distances: &[u64]) -> Option<u64> {
    for distance in distances {
        if *distance > 100 {
            return prices.get(&of).copied();
        }
    }
    None
}

/// Most passes do not come so far.
pub fn seldom_ok(prices: &HashMap<u32, u64>, of: u32, distances: &[u64]) -> u64 {
    let mut sum = 0;
    for distance in distances {
        if *distance < 100 {
            continue;
        }
        sum += distance * prices[&of];
    }
    for distance in distances {
        if *distance > 100 {
            sum += prices[&of];
        }
    }
    sum
}

/// Whether it is asked at all is the same in each pass, too.
pub fn switched_bad(rooms: &Rooms, distances: &[u64], dear: bool) -> u64 {
    let mut sum = 0;
    for distance in distances {
        if dear && rooms.names.contains_key("night") { // want repeated-map-lookup "in each pass of the loop"
            sum += distance;
        }
    }
    sum
}

pub fn undone_ok(seen: &mut HashMap<u32, u32>, id: u32, text: &str) -> Result<u32, std::num::ParseIntError> {
    if !seen.contains_key(&id) {
        return Ok(0);
    }
    let number = text.parse()?;
    seen.remove(&id);
    Ok(number)
}
