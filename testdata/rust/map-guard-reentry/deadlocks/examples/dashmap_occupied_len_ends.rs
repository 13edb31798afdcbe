//! The map is measured before the entry is taken.

use dashmap::mapref::entry::Entry;
use dashmap::DashMap;

fn main() {
    let pods: DashMap<u32, &str> = DashMap::new();
    pods.insert(1, "web");
    let length = pods.len();
    if let Entry::Occupied(pod) = pods.entry(1) {
        println!("holding {}", pod.get());
        println!("{length}");
    }
    println!("done");
}
