//! A `Ref` of a shard is alive while the same shard is locked to remove.

use dashmap::DashMap;

fn main() {
    let pods: DashMap<u32, &str> = DashMap::new();
    pods.insert(1, "web");
    if let Some(pod) = pods.get(&1) {
        println!("holding {}", pod.value());
        pods.remove(&1); // want map-guard-reentry "pods"
    }
    println!("done");
}
