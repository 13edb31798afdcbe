//! `read_recursive` does not wait for a writer that waits; `read` does.

#![allow(dead_code)]

use parking_lot::RwLock;
use std::collections::HashMap;

pub struct Table {
    routes: RwLock<HashMap<String, u64>>,
}

fn keep(_: usize) {}

impl Table {
    pub fn read_then_read_recursive_ok(&self) {
        let routes = self.routes.read();
        keep(self.routes.read_recursive().len());
        keep(routes.len());
    }

    pub fn read_recursive_then_read_bad(&self) {
        let routes = self.routes.read_recursive();
        keep(self.routes.read().len()); // want map-guard-reentry "routes"
        keep(routes.len());
    }

    pub fn write_then_read_recursive_bad(&self) {
        let mut routes = self.routes.write();
        keep(self.routes.read_recursive().len()); // want map-guard-reentry "routes"
        routes.clear();
    }
}
