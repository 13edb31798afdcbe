//! Silences with a reason, and without.

use std::collections::HashMap;

pub fn given_ok(names: &[String]) -> usize {
    // maplint:ignore unit-value-map -- the values come back
    let mut seen = HashMap::with_capacity(names.len());
    names.iter().filter(|name| seen.insert(*name, ()).is_some()).count()
}

pub fn missing_bad(names: &[String]) -> usize {
    // want-next unexplained-suppression "gives no reason"
    // maplint:ignore unit-value-map
    let mut seen = HashMap::with_capacity(names.len());
    names.iter().filter(|name| seen.insert(*name, ()).is_some()).count()
}
