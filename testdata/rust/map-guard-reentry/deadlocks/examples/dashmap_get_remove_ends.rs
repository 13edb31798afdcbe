//! The `Ref` is dropped before the shard is locked to remove.

use dashmap::DashMap;

fn main() {
    let pods: DashMap<u32, &str> = DashMap::new();
    pods.insert(1, "web");
    if let Some(pod) = pods.get(&1) {
        println!("holding {}", pod.value());
        drop(pod);
        pods.remove(&1);
    }
    println!("done");
}
