//! Guards for which only tasks wait: those of `scc` taken by `.await`, and what is awaited under them.

#![allow(dead_code)]

use scc::HashMap as Shards;
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::{Mutex, RwLock};

pub struct Cache {
    awaited: Shards<u64, String>,
    mixed: Shards<u64, String>,
    files: Mutex<HashMap<PathBuf, String>>,
    names: RwLock<HashMap<u64, String>>,
}

async fn load(id: u64) -> String {
    id.to_string()
}

async fn store(path: &PathBuf, text: &str) -> std::io::Result<()> {
    tokio::fs::write(path, text).await
}

impl Cache {
    pub async fn taking_it_is_no_suspension_ok(&self, id: u64) {
        self.awaited.entry_async(id).await.or_default().push('!');
    }

    pub async fn others_are_tasks_ok(&self, id: u64) {
        let mut entry = self.awaited.entry_async(id).await.or_default();
        *entry = load(id).await;
    }

    pub async fn others_block_threads_bad(&self, id: u64) {
        let mut entry = self.mixed.entry_async(id).await.or_default();
        *entry = load(id).await; // want map-guard-across-await "mixed"
    }

    pub fn blocks(&self, id: u64) -> Option<String> {
        self.mixed.read_sync(&id, |_, text| text.clone())
    }

    pub async fn written_to_disk_under_lock_bad(&self, path: PathBuf, text: String) -> std::io::Result<()> {
        let mut files = self.files.lock().await;
        tokio::fs::write(&path, &text).await?; // want map-guard-across-await "all who want `files` wait here" fact severity "note"
        files.insert(path, text);
        Ok(())
    }

    pub async fn written_in_callee_bad(&self, path: PathBuf, text: String) -> std::io::Result<()> {
        let mut files = self.files.lock().await;
        store(&path, &text).await?; // want map-guard-across-await "files"
        files.insert(path, text);
        Ok(())
    }

    pub async fn written_first_ok(&self, path: PathBuf, text: String) -> std::io::Result<()> {
        store(&path, &text).await?;
        self.files.lock().await.insert(path, text);
        Ok(())
    }

    pub async fn sleeps_under_lock_bad(&self) -> usize {
        let names = self.names.read().await;
        tokio::time::sleep(Duration::from_millis(1)).await; // want map-guard-across-await "sleeps"
        names.len()
    }

    pub async fn other_awaits_ok(&self, id: u64) {
        let mut names = self.names.write().await;
        names.insert(id, load(id).await);
    }
}
