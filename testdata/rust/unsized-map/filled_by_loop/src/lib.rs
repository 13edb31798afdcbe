//! A map made empty and filled once for each item of something whose length is known then.

#![allow(dead_code, for_loops_over_fallibles)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub struct Item {
    id: u64,
    name: String,
}

pub struct Source {
    items: Vec<Item>,
    by_id: HashMap<u64, Item>,
}

fn ready(_: &Item) -> bool {
    true
}

fn parse(text: &str) -> Result<u64, std::num::ParseIntError> {
    text.parse()
}

fn items() -> Vec<Item> {
    Vec::new()
}

pub fn slice_bad(names: &[String]) -> HashMap<&str, usize> {
    let mut index = HashMap::new(); // want unsized-map "index"
    for (at, name) in names.iter().enumerate() {
        index.insert(name.as_str(), at);
    }
    index
}

pub fn vec_by_reference_bad(items: &Vec<Item>) -> HashMap<u64, &str> {
    let mut names = HashMap::new(); // want unsized-map "names"
    for item in items {
        names.insert(item.id, item.name.as_str());
    }
    names
}

pub fn vec_by_value_bad(items: Vec<Item>) -> HashMap<u64, String> {
    let mut names: HashMap<u64, String> = HashMap::new(); // want unsized-map "names"
    for item in items {
        names.insert(item.id, item.name);
    }
    names
}

pub fn borrowed_in_the_loop_bad(items: Vec<Item>) -> usize {
    let mut names = HashMap::new(); // want unsized-map "names"
    for item in &items {
        names.insert(item.id, item.name.clone());
    }
    names.len()
}

pub fn set_bad(items: &[Item]) -> HashSet<u64> {
    let mut ids = HashSet::new(); // want unsized-map "ids"
    for item in items {
        ids.insert(item.id);
    }
    ids
}

pub fn default_bad(items: &[Item]) -> HashSet<u64> {
    let mut ids: HashSet<u64> = HashSet::default(); // want unsized-map "ids"
    for item in items.iter() {
        ids.insert(item.id);
    }
    ids
}

pub fn full_path_bad(items: &[Item]) -> std::collections::HashMap<u64, usize> {
    let mut lengths = std::collections::HashMap::new(); // want unsized-map "lengths"
    for item in items.iter().rev() {
        lengths.insert(item.id, item.name.len());
    }
    lengths
}

pub fn values_of_a_map_bad(by_id: &HashMap<u64, Item>) -> HashMap<&str, u64> {
    let mut by_name = HashMap::new(); // want unsized-map "by_name"
    for item in by_id.values() {
        by_name.insert(item.name.as_str(), item.id);
    }
    by_name
}

pub fn pairs_of_a_map_bad(by_id: &HashMap<u64, Item>) -> HashMap<&str, u64> {
    let mut by_name = HashMap::new(); // want unsized-map "by_name"
    for (id, item) in by_id {
        by_name.insert(item.name.as_str(), *id);
    }
    by_name
}

pub fn range_bad(count: u64) -> HashMap<u64, u64> {
    let mut squares = HashMap::new(); // want unsized-map "squares"
    for n in 0..count {
        squares.insert(n, n * n);
    }
    squares
}

pub fn literal_range_bad() -> HashMap<u64, u64> {
    let mut squares = HashMap::new(); // want unsized-map "squares"
    for n in 0..64 {
        squares.insert(n, n * n);
    }
    squares
}

pub fn more_work_in_the_loop_bad(items: &[Item]) -> (HashMap<u64, &str>, usize) {
    let mut total = 0;
    let mut names = HashMap::new(); // want unsized-map "names"
    for item in items {
        total += item.name.len();
        names.insert(item.id, item.name.as_str());
    }
    (names, total)
}

pub fn other_statements_between_bad(items: &[Item]) -> (HashMap<u64, &str>, usize) {
    let mut names = HashMap::new(); // want unsized-map "names"
    let mut total = 0;
    for item in items {
        names.insert(item.id, item.name.as_str());
        total += 1;
    }
    (names, total)
}

pub fn question_mark_in_the_arguments_bad(texts: &[String]) -> Result<HashMap<u64, &str>, std::num::ParseIntError> {
    let mut parsed = HashMap::new(); // want unsized-map "parsed"
    for text in texts {
        parsed.insert(parse(text)?, text.as_str());
    }
    Ok(parsed)
}

pub fn question_mark_for_the_key_bad(texts: &[String]) -> Result<HashMap<u64, &str>, std::num::ParseIntError> {
    let mut parsed = HashMap::new(); // want unsized-map "parsed"
    for text in texts {
        let number = parse(text)?;
        parsed.insert(number, text.as_str());
    }
    Ok(parsed)
}

pub fn mapped_bad(items: &[Item]) -> HashMap<u64, String> {
    let mut names = HashMap::new(); // want unsized-map "names"
    for (id, name) in items.iter().map(|item| (item.id, item.name.clone())) {
        names.insert(id, name);
    }
    names
}

pub fn chained_bad(first: &[Item], second: &[Item]) -> HashSet<u64> {
    let mut ids = HashSet::new(); // want unsized-map "`ids` is filled `first.len() + second.len()` times"
    for item in first.iter().chain(second) {
        ids.insert(item.id);
    }
    ids
}

pub fn iterator_bad(items: Vec<Item>) -> HashMap<u64, String> {
    let pairs = items.into_iter().map(|item| (item.id, item.name));
    let mut names = HashMap::new(); // want unsized-map "`names` is filled `pairs.len()` times"
    for (id, name) in pairs {
        names.insert(id, name);
    }
    names
}

pub fn chained_iterator_bad(first: Vec<Item>, second: Vec<Item>) -> HashMap<u64, String> {
    let items = first.into_iter().chain(second);
    let mut names = HashMap::new(); // want unsized-map "`names` is filled `items.size_hint().0` times"
    for item in items {
        names.insert(item.id, item.name);
    }
    names
}

pub fn zipped_bad(ids: &[u64], names: &[String]) -> HashMap<u64, String> {
    let mut by_id = HashMap::new(); // want unsized-map "by_id"
    for (id, name) in ids.iter().zip(names) {
        by_id.insert(*id, name.clone());
    }
    by_id
}

pub fn array_parameter_bad(words: [&str; 32]) -> HashSet<&str> {
    let mut known = HashSet::new(); // want unsized-map "known"
    for word in words {
        known.insert(word);
    }
    known
}

pub fn local_vec_bad() -> HashMap<u64, String> {
    let items: Vec<Item> = items();
    let mut names = HashMap::new(); // want unsized-map "names"
    for item in items {
        names.insert(item.id, item.name);
    }
    names
}

impl Source {
    pub fn field_bad(&self) -> HashMap<&str, u64> {
        let mut by_name = HashMap::new(); // want unsized-map "by_name"
        for item in &self.items {
            by_name.insert(item.name.as_str(), item.id);
        }
        by_name
    }

    pub fn map_field_bad(&self) -> HashSet<u64> {
        let mut ids = HashSet::new(); // want unsized-map "ids"
        for id in self.by_id.keys().copied() {
            ids.insert(id);
        }
        ids
    }
}

pub fn sized_ok(items: &[Item]) -> HashMap<u64, &str> {
    let mut names = HashMap::with_capacity(items.len());
    for item in items {
        names.insert(item.id, item.name.as_str());
    }
    names
}

pub fn reserved_ok(items: &[Item]) -> HashMap<u64, &str> {
    let mut names = HashMap::new();
    names.reserve(items.len());
    for item in items {
        names.insert(item.id, item.name.as_str());
    }
    names
}

pub fn collected_ok(items: &[Item]) -> HashMap<u64, &str> {
    items.iter().map(|item| (item.id, item.name.as_str())).collect()
}

pub fn ordered_ok(items: &[Item]) -> (BTreeMap<u64, &str>, BTreeSet<u64>) {
    let mut names = BTreeMap::new();
    for item in items {
        names.insert(item.id, item.name.as_str());
    }
    let mut ids = BTreeSet::new();
    for item in items {
        ids.insert(item.id);
    }
    (names, ids)
}

pub fn conditional_ok(items: &[Item]) -> HashMap<u64, &str> {
    let mut names = HashMap::new();
    for item in items {
        if ready(item) {
            names.insert(item.id, item.name.as_str());
        }
    }
    names
}

pub fn continue_before_ok(items: &[Item]) -> HashMap<u64, &str> {
    let mut names = HashMap::new();
    for item in items {
        if !ready(item) {
            continue;
        }
        names.insert(item.id, item.name.as_str());
    }
    names
}

pub fn break_before_ok(items: &[Item]) -> HashMap<u64, &str> {
    let mut names = HashMap::new();
    for item in items {
        if !ready(item) {
            break;
        }
        names.insert(item.id, item.name.as_str());
    }
    names
}

pub fn question_mark_before_ok(texts: &[String]) -> Result<HashMap<u64, &str>, std::num::ParseIntError> {
    let mut known = HashMap::new();
    for (at, text) in texts.iter().enumerate() {
        let number = parse(text)?;
        println!("{number}");
        known.insert(at as u64, text.as_str());
    }
    Ok(known)
}

pub fn question_mark_and_return_before_ok(texts: &[String]) -> Option<HashMap<u64, &str>> {
    let mut parsed = HashMap::new();
    for text in texts {
        let number = if text.is_empty() { return None } else { text.parse().ok()? };
        parsed.insert(number, text.as_str());
    }
    Some(parsed)
}

pub fn grouped_ok(items: &[Item]) -> HashMap<usize, Vec<&Item>> {
    let mut groups: HashMap<usize, Vec<&Item>> = HashMap::new();
    for item in items {
        groups.entry(item.name.len()).or_default().push(item);
    }
    groups
}

pub fn counted_ok(items: &[Item]) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for item in items {
        *counts.entry(item.name.as_str()).or_insert(0) += 1;
    }
    counts
}

pub fn unknown_iterator_ok(items: impl IntoIterator<Item = Item>) -> HashMap<u64, String> {
    let mut names = HashMap::new();
    for item in items {
        names.insert(item.id, item.name);
    }
    names
}

pub fn generic_iterator_ok<I: Iterator<Item = Item>>(items: I) -> HashMap<u64, String> {
    let mut names = HashMap::new();
    for item in items {
        names.insert(item.id, item.name);
    }
    names
}

pub fn option_ok(item: Option<Item>) -> HashMap<u64, String> {
    let mut names = HashMap::new();
    for item in item {
        names.insert(item.id, item.name);
    }
    names
}

pub fn filtered_ok(items: &[Item]) -> HashMap<u64, &str> {
    let mut names = HashMap::new();
    for item in items.iter().filter(|item| ready(item)) {
        names.insert(item.id, item.name.as_str());
    }
    names
}

pub fn chained_with_some_ok(first: &[Item], second: &[Item]) -> HashSet<u64> {
    let mut ids = HashSet::new();
    for item in first.iter().chain(second.iter().filter(|item| ready(item))) {
        ids.insert(item.id);
    }
    ids
}

pub fn iterator_used_before_ok(items: Vec<Item>) -> HashMap<u64, String> {
    let mut pairs = items.into_iter().map(|item| (item.id, item.name));
    pairs.next();
    let mut names = HashMap::new();
    for (id, name) in pairs {
        names.insert(id, name);
    }
    names
}

pub fn union_ok(first: &HashSet<u64>, second: &HashSet<u64>) -> HashMap<u64, bool> {
    let mut both = HashMap::new();
    for id in first.iter().chain(second) {
        both.insert(*id, first.contains(id) && second.contains(id));
    }
    both
}

pub fn taken_ok(items: &[Item], most: usize) -> HashMap<u64, &str> {
    let mut names = HashMap::new();
    for item in items.iter().take_while(|item| item.id < most as u64) {
        names.insert(item.id, item.name.as_str());
    }
    names
}

pub fn words_of_a_text_ok(text: &str) -> HashSet<&str> {
    let mut words = HashSet::new();
    for word in text.split_whitespace() {
        words.insert(word);
    }
    words
}

pub fn open_range_ok(limit: u64) -> HashMap<u64, u64> {
    let mut squares = HashMap::new();
    for n in 0.. {
        if n * n > limit {
            break;
        }
        squares.insert(n, n * n);
    }
    squares
}

pub fn at_most_three_ok() -> HashMap<u64, u64> {
    let mut squares = HashMap::new();
    for n in 0..3 {
        squares.insert(n, n * n);
    }
    squares
}

pub fn short_literal_ok() -> HashSet<&'static str> {
    let mut known = HashSet::new();
    for word in ["go", "rust", "zig"] {
        known.insert(word);
    }
    known
}

pub fn while_loop_ok(mut items: Vec<Item>) -> HashMap<u64, String> {
    let mut names = HashMap::new();
    while let Some(item) = items.pop() {
        names.insert(item.id, item.name);
    }
    names
}

pub fn inner_loop_ok(groups: &[Vec<Item>]) -> HashMap<u64, &str> {
    let mut names = HashMap::new();
    for group in groups {
        for item in group {
            names.insert(item.id, item.name.as_str());
        }
    }
    names
}

pub fn not_empty_any_more_ok(items: &[Item]) -> HashMap<u64, &str> {
    let mut names = HashMap::new();
    names.insert(0, "zero");
    for item in items {
        names.insert(item.id, item.name.as_str());
    }
    names
}

pub fn only_read_in_the_loop_ok(items: &[Item]) -> usize {
    let names: HashMap<u64, String> = HashMap::new();
    let mut known = 0;
    for item in items {
        known += usize::from(names.contains_key(&item.id));
    }
    known
}

pub fn another_map_is_filled_ok(items: &[Item], names: &mut HashMap<u64, String>) -> HashMap<u64, u64> {
    let empty = HashMap::new();
    for item in items {
        names.insert(item.id, item.name.clone());
    }
    empty
}

pub fn not_filled_by_a_loop_ok(id: u64) -> HashMap<u64, u64> {
    let mut one = HashMap::new();
    one.insert(id, id);
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_tests_ok() {
        let items: Vec<Item> = items();
        let mut names = HashMap::new();
        for item in items {
            names.insert(item.id, item.name);
        }
        assert!(names.is_empty());
    }
}

pub fn several_maps_of_one_loop_bad(names: &[String]) -> usize {
    let mut first = HashMap::new(); // want unsized-map "first"
    let mut second = HashMap::new(); // want unsized-map "second"
    let mut third = HashMap::new(); // want unsized-map "third"
    let mut fourth = HashMap::new(); // want unsized-map "fourth"
    let mut fifth = HashMap::new(); // want unsized-map "fifth"
    let mut sum = 0;
    for name in names {
        first.insert(name, 1);
        second.insert(name, 2);
        third.insert(name, 3);
        fourth.insert(name, 4);
        fifth.insert(name, 5);
        sum += name.len();
    }
    sum + first.len() + second.len() + third.len() + fourth.len() + fifth.len()
}
