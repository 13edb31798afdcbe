//! The exclusive side is held while the same thread asks for the shared one.

use std::collections::HashMap;
use std::sync::RwLock;

fn main() {
    let routes = RwLock::new(HashMap::from([("/", 1)]));
    let mut table = routes.write().unwrap();
    table.remove("/");
    println!("holding");
    println!("{}", routes.read().unwrap().len()); // want map-guard-reentry "routes"
    println!("done");
}
