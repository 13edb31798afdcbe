//! What states have in common until one of them changes it.

use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::Hash;
use std::ops::Deref;
use std::rc::Rc;

/// A set or map of which a copy costs nothing: it is copied when it is changed, if others have it too.
#[derive(Debug)]
pub(super) struct Shared<T>(Rc<T>);

/// A set of which a copy costs nothing.
pub(super) type SharedSet<T> = Shared<FxHashSet<T>>;

/// A map of which a copy costs nothing.
pub(super) type SharedMap<K, V> = Shared<FxHashMap<K, V>>;

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Shared<T> {
        Shared(Rc::clone(&self.0))
    }
}

impl<T: Default> Default for Shared<T> {
    fn default() -> Shared<T> {
        Shared(Rc::default())
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone + Eq + Hash> SharedSet<T> {
    pub(super) fn insert(&mut self, item: T) {
        if !self.contains(&item) {
            Rc::make_mut(&mut self.0).insert(item);
        }
    }

    pub(super) fn remove(&mut self, item: &T) {
        if self.contains(item) {
            Rc::make_mut(&mut self.0).remove(item);
        }
    }

    pub(super) fn extend(&mut self, items: impl Iterator<Item = T>) {
        items.for_each(|item| self.insert(item));
    }

    /// Adds what the other has.
    pub(super) fn unite(&mut self, other: SharedSet<T>) {
        if self.is_empty() {
            *self = other;
        } else if !Rc::ptr_eq(&self.0, &other.0) {
            self.extend(other.iter().cloned());
        }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> SharedMap<K, V> {
    pub(super) fn insert(&mut self, key: K, value: V) {
        Rc::make_mut(&mut self.0).insert(key, value);
    }

    pub(super) fn remove(&mut self, key: &K) {
        if self.contains_key(key) {
            Rc::make_mut(&mut self.0).remove(key);
        }
    }

    /// Adds what the other has under other keys.
    #[expect(clippy::iter_over_hash_type, reason = "each key is looked up for itself: no order shows")]
    pub(super) fn unite(&mut self, other: SharedMap<K, V>) {
        if self.is_empty() {
            *self = other;
        } else if !Rc::ptr_eq(&self.0, &other.0) {
            for (key, value) in other.iter() {
                if !self.contains_key(key) {
                    self.insert(key.clone(), value.clone());
                }
            }
        }
    }
}
