//! Which texts the files on the disk have, by what the disk says of them.

use super::digest;
use super::file::{self, Damage};
use super::locked;
use crate::source::{self, DiskStamp, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The numbers of texts: those that earlier runs found, and those that this process has seen.
#[derive(Default)]
pub(super) struct Texts {
    before: FxHashMap<PathBuf, (DiskStamp, u128)>,
    /// The stamp is `None` where it tells nothing.
    since: Mutex<FxHashMap<PathBuf, (Option<DiskStamp>, u128)>>,
}

impl Texts {
    /// What a file of the cache has; nothing where there is none.
    pub(super) fn read(path: &Path) -> Result<Texts, Damage> {
        let Some(content) = file::read(path)? else { return Ok(Texts::default()) };
        let texts: Vec<(PathBuf, DiskStamp, u128)> = postcard::from_bytes(content.bytes()).map_err(|_| Damage::Changed)?;
        let before = texts.into_iter().map(|(path, stamp, text)| (path, (stamp, text))).collect();
        Ok(Texts { before, since: Mutex::default() })
    }

    /// The number of a file's text as it is; the text itself where it had to be read for that.
    pub(super) fn number(&self, file: &SourceFile) -> Result<(u128, Option<String>), source::Error> {
        let stamp = DiskStamp::of(&file.path).filter(|_| file.replaced.is_none());
        let known = self.before.get(&file.path).filter(|(known, _)| Some(*known) == stamp);
        let (number, text) = match known {
            Some((_, number)) => (*number, None),
            None => {
                let text = source::read(file)?;
                (digest::of_text(&text), Some(text))
            }
        };
        if file.replaced.is_none() {
            locked(&self.since).insert(file.path.clone(), (stamp, number));
        }
        Ok((number, text))
    }

    /// All texts that files have, as far as is known.
    pub(super) fn current(&self) -> FxHashSet<u128> {
        let since = locked(&self.since);
        let others = self.before.iter().filter(|(path, _)| !since.contains_key(*path)).map(|(_, (_, text))| *text);
        since.values().map(|(_, text)| *text).chain(others).collect()
    }

    /// Writes what is known, where something is new. Files that are gone are left out.
    pub(super) fn write(&self, path: &Path) -> io::Result<bool> {
        let since = locked(&self.since);
        let stamped = since.iter().filter_map(|(path, (stamp, text))| Some((path, (*stamp)?, *text)));
        if stamped.clone().all(|(path, stamp, text)| self.before.get(path) == Some(&(stamp, text))) {
            return Ok(false);
        }
        let others = self.before.iter().filter(|(path, _)| !since.contains_key(*path) && path.exists());
        let mut texts: Vec<(&PathBuf, DiskStamp, u128)> =
            stamped.chain(others.map(|(path, (stamp, text))| (path, *stamp, *text))).collect();
        texts.sort_by_key(|(path, ..)| *path);
        let bytes = postcard::to_allocvec(&texts).map_err(io::Error::other)?;
        file::write(path, &[&bytes]).map(|()| true)
    }
}
