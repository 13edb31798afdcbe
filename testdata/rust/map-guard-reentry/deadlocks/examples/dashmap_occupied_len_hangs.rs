//! An entry holds its shard exclusively, and `len` reads every shard.

use dashmap::mapref::entry::Entry;
use dashmap::DashMap;

fn main() {
    let pods: DashMap<u32, &str> = DashMap::new();
    pods.insert(1, "web");
    if let Entry::Occupied(pod) = pods.entry(1) {
        println!("holding {}", pod.get());
        println!("{}", pods.len()); // want map-guard-reentry "pods"
    }
    println!("done");
}
