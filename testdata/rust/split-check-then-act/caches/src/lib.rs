//! Work that is done twice at worst: shown only to who asks for what is possible.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

#[derive(Default)]
pub struct Cache {
    texts: RwLock<HashMap<u64, String>>,
    locks: RwLock<HashMap<u64, Arc<Mutex<()>>>>,
}

impl Cache {
    pub fn equal_values_bad(&self, id: u64) -> String {
        if let Some(text) = self.texts.read().unwrap().get(&id) {
            return text.clone();
        }
        let text = id.to_string();
        self.texts.write().unwrap().insert(id, text.clone()); // want split-check-then-act "texts" fact severity "note"
        text
    }

    pub fn identities_bad(&self, id: u64) {
        if !self.locks.read().unwrap().contains_key(&id) {
            self.locks.write().unwrap().insert(id, Default::default()); // want split-check-then-act "locks" fact severity "warning"
        }
    }

    pub fn one_section_ok(&self, id: u64) -> String {
        self.texts.write().unwrap().entry(id).or_insert_with(|| id.to_string()).clone()
    }
}
