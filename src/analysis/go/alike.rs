//! Which sites of a map stand for all, where it has so many that each cannot be compared with each: tables that
//! somebody generated.

use super::effects::SpawnIndex;
use super::place::Slot;
use super::site::Site;
use crate::analysis::ty::FunctionId;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A map with no more sites is looked at whole.
pub(super) const MAX_SITES: usize = 1024;
/// So many pairs of sites of one map are compared at most, about.
const MAX_PAIRS: usize = MAX_SITES * MAX_SITES;
/// With so many others each site is compared at least.
const FEWEST_OTHERS: usize = 16;

/// What sites of one function have in common that differ in nothing but their place in it.
type Kind = (FunctionId, &'static str, Option<SpawnIndex>, usize, Vec<(Option<Slot>, bool, bool)>);

/// The sites that may be to blame: all, or where there are very many, the first and the last of each kind in each function.
pub(super) fn distinct<'s>(sites: &[&'s Site<'s>]) -> Vec<&'s Site<'s>> {
    if sites.len() <= MAX_SITES {
        return sites.to_vec();
    }
    let mut last: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut is_kept = vec![false; sites.len()];
    for (index, site) in sites.iter().enumerate() {
        let access = site.access;
        let locks = site.locks.iter().map(|lock| (lock.slot, lock.exclusive, lock.void)).collect();
        let kind = (site.function, access.op.name(), access.thread, access.alive.len(), locks);
        is_kept[index] = access.uncertain || last.insert(kind, index).is_none();
    }
    for index in last.into_values() {
        is_kept[index] = true;
    }
    sites.iter().zip(is_kept).filter(|(_, kept)| *kept).map(|(site, _)| *site).collect()
}

/// Those that `count` sites are compared with: all, or as many as are worth it, by how well they show a fault.
pub(super) fn others<'s, K: Ord>(sites: &[&'s Site<'s>], count: usize, worth: impl Fn(&Site<'_>) -> K) -> Vec<&'s Site<'s>> {
    let most = (MAX_PAIRS / count.max(1)).max(FEWEST_OTHERS);
    let mut others = sites.to_vec();
    if others.len() > most {
        others.sort_by_cached_key(|site| Reverse(worth(site)));
        others.truncate(most);
    }
    others
}
