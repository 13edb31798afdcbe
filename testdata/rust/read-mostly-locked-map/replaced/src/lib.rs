//! Maps behind a lock that are replaced as a whole, and others that are not.

#![allow(dead_code, clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

pub struct Router {
    routes: RwLock<HashMap<String, u16>>, // want read-mostly-locked-map "routes"
    taken: RwLock<HashMap<String, u16>>,
    grown: RwLock<HashMap<String, u16>>,
    unread: RwLock<HashMap<String, u16>>,
}

impl Router {
    pub fn reload(self: &Arc<Self>, routes: HashMap<String, u16>) {
        *self.taken.write().unwrap() = routes.clone();
        *self.grown.write().unwrap() = routes.clone();
        *self.unread.write().unwrap() = routes.clone();
        *self.routes.write().unwrap() = routes;
    }

    pub fn port_bad(self: &Arc<Self>, host: &str) -> Option<u16> {
        self.routes.read().unwrap().get(host).copied()
    }

    pub fn removed_ok(self: &Arc<Self>, host: &str) -> Option<u16> {
        self.taken.write().unwrap().remove(host)
    }

    pub fn inserted_ok(self: &Arc<Self>, host: &str) -> bool {
        self.grown.write().unwrap().insert(host.to_owned(), 1).is_some()
    }
}
