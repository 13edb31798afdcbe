//! Silences what is there, and what is not.

use std::collections::HashMap;

pub fn seen_ok(names: &[String]) -> usize {
    // maplint:ignore unit-value-map -- the values come back
    let mut seen = HashMap::with_capacity(names.len());
    names.iter().filter(|name| seen.insert(*name, ()).is_some()).count()
}

// maplint:ignore unit-value-map -- the values come back
pub fn whole_function_ok(names: &[String]) -> usize {
    let mut seen = HashMap::with_capacity(names.len());
    names.iter().filter(|name| seen.insert(*name, ()).is_some()).count()
}

pub fn counted_bad(names: &[String]) -> usize {
    // maplint:ignore unit-value-map -- it counts // want unused-suppression "`unit-value-map` silences nothing"
    let mut seen = HashMap::with_capacity(names.len());
    for name in names {
        *seen.entry(name).or_insert(0_usize) += 1;
    }
    seen.get(&names[0]).copied().unwrap_or(0)
}

pub fn misspelt_bad(names: &[String]) -> usize {
    // maplint:ignore unit-value-mpa -- so it holds for nothing // want unused-suppression "did you mean `unit-value-map`?"
    let mut seen = HashMap::with_capacity(names.len()); // want unit-value-map "seen"
    names.iter().filter(|name| seen.insert(*name, ()).is_some()).count()
}

pub fn past_bad(names: &[String]) -> usize {
    // maplint:ignore unit-value-map until=2024-02-29 -- for a while // want unused-suppression "held until 2024-02-29"
    let mut seen = HashMap::with_capacity(names.len()); // want unit-value-map "seen"
    names.iter().filter(|name| seen.insert(*name, ()).is_some()).count()
}
