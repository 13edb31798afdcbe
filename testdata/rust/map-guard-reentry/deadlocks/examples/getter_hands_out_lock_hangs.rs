//! A method hands out the lock, and another one takes it again.

use std::collections::HashMap;
use std::sync::RwLock;

struct Blocks {
    by_number: RwLock<HashMap<u32, &'static str>>,
}

impl Blocks {
    fn all(&self) -> &RwLock<HashMap<u32, &'static str>> {
        &self.by_number
    }

    fn highest(&self) -> u32 {
        self.all().read().unwrap().keys().copied().max().unwrap_or(0)
    }

    fn prune(&self) {
        let mut all = self.all().write().unwrap();
        println!("holding");
        let highest = self.highest(); // want map-guard-reentry "by_number"
        all.retain(|number, _| *number + 8 > highest);
    }
}

fn main() {
    let blocks = Blocks { by_number: RwLock::new(HashMap::from([(1, "genesis")])) };
    blocks.prune();
    println!("done");
}
