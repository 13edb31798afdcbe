//! A list of references into the map holds their shards.

use dashmap::DashMap;

fn main() {
    let names: DashMap<u32, &str> = DashMap::from_iter([(1, "one"), (2, "two")]);
    let found: Vec<_> = [1, 2].iter().filter_map(|id| names.get(id)).collect();
    println!("holding");
    names.remove(&1); // want map-guard-reentry "names"
    println!("{}", found.len());
    println!("done");
}
