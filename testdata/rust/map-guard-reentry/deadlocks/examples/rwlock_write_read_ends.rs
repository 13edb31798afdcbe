//! The guard that is held already answers.

use std::collections::HashMap;
use std::sync::RwLock;

fn main() {
    let routes = RwLock::new(HashMap::from([("/", 1)]));
    let mut table = routes.write().unwrap();
    table.remove("/");
    println!("holding");
    println!("{}", table.len());
    println!("done");
}
