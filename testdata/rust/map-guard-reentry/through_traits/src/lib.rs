//! A map that a trait's method gives: by a trait object, a bound, a `where`, `impl Trait`, a trait below.

use dashmap::DashMap;
use std::collections::HashMap;
use std::sync::Mutex;

pub trait Named {
    fn names(&self) -> &DashMap<u32, u32>;
}

pub trait Store: Named {
    fn entries(&self) -> &DashMap<u32, u32>;
    fn counts(&self) -> &Mutex<HashMap<u32, u32>>;
}

pub fn object_bad(store: &dyn Store) {
    if let Some(next) = store.entries().get(&1) {
        store.entries().remove(&*next); // want map-guard-reentry "entries"
    }
}

pub fn bound_bad<S: Store>(store: &S) {
    if let Some(next) = store.entries().get(&1) {
        store.entries().remove(&*next); // want map-guard-reentry "entries"
    }
}

pub fn where_bad<S>(store: &S)
where
    S: Send + Store,
{
    if let Some(next) = store.entries().get(&1) {
        store.entries().remove(&*next); // want map-guard-reentry "entries"
    }
}

pub fn impl_trait_bad(store: &impl Store) {
    if let Some(next) = store.entries().get(&1) {
        store.entries().remove(&*next); // want map-guard-reentry "entries"
    }
}

pub fn of_a_trait_below_bad<S: Store>(store: &S) {
    if let Some(next) = store.names().get(&1) {
        store.names().remove(&*next); // want map-guard-reentry "names"
    }
}

pub fn two_maps_ok<S: Store>(store: &S) {
    if let Some(next) = store.names().get(&1) {
        store.entries().remove(&*next);
    }
}

pub fn two_stores_ok<S: Store>(one: &S, two: &S) {
    if let Some(next) = one.entries().get(&1) {
        two.entries().remove(&*next);
    }
}

pub struct Service<S: Store> {
    store: S,
}

impl<T: Store> Service<T> {
    pub fn field_bad(&self) {
        if let Some(next) = self.store.entries().get(&1) {
            self.store.entries().remove(&*next); // want map-guard-reentry "entries"
        }
    }

    pub fn in_a_method_bad(&self) {
        let counts = self.store.counts().lock().unwrap();
        self.add(counts.len() as u32); // want map-guard-reentry "counts"
    }

    fn add(&self, id: u32) {
        self.store.counts().lock().unwrap().insert(id, 1);
    }
}
