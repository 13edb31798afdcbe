//! What there is to keep of each source file, packed, in one file: facts, or what functions do.

use super::file::{self, Content, Damage};
use lz4_flex::block::{compress_prepend_size, decompress_size_prepended};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io;
use std::ops::Range;
use std::path::Path;

/// What the facts of a file depend on; and what its functions do, beside all else.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Key {
    /// The path as shown.
    pub(super) shown: String,
    /// The number of the text.
    pub(super) text: u128,
    /// The edition of its crate.
    pub(super) edition: u16,
}

/// What stands before that in its file: the number of what all of it rests on, and where each is behind it, as offset and
/// length in bytes.
type Index = (u128, Vec<(Key, u64, u64)>);

/// What a file of the cache has.
#[derive(Default)]
pub(super) struct Kept {
    /// The number of what all of it rests on; 0 where each is for itself.
    pub(super) on: u128,
    places: FxHashMap<Key, Range<usize>>,
    content: Option<Content>,
}

impl Kept {
    /// Nothing, on what has this number.
    pub(super) fn on(on: u128) -> Kept {
        Kept { on, ..Kept::default() }
    }

    /// The content of a file; nothing where there is none.
    pub(super) fn read(path: &Path) -> Result<Kept, Damage> {
        let Some(content) = file::read(path)? else { return Ok(Kept::default()) };
        let bytes = content.bytes();
        let ((on, index), rest) = postcard::take_from_bytes::<Index>(bytes).map_err(|_| Damage::Changed)?;
        let start = bytes.len() - rest.len();
        let place = |(key, at, length): (Key, u64, u64)| {
            let at = start.checked_add(usize::try_from(at).ok()?)?;
            let end = at.checked_add(usize::try_from(length).ok()?)?;
            (end <= bytes.len()).then_some((key, at..end))
        };
        let places = index.into_iter().map(place).collect::<Option<_>>().ok_or(Damage::Changed)?;
        Ok(Kept { on, places, content: Some(content) })
    }

    /// What belongs to the key.
    pub(super) fn get<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        self.packed(key).and_then(unpacked)
    }

    fn packed(&self, key: &Key) -> Option<&[u8]> {
        self.content.as_ref()?.bytes().get(self.places.get(key)?.clone())
    }

    /// Writes what is `added`, and of what was there what was `used` or belongs to a text that is `current`.
    pub(super) fn write(
        &self,
        path: &Path,
        added: &FxHashMap<Key, Vec<u8>>,
        used: &FxHashSet<Key>,
        current: &FxHashSet<u128>,
    ) -> io::Result<()> {
        let stays = |key: &&Key| !added.contains_key(*key) && (used.contains(*key) || current.contains(&key.text));
        let old = self.places.keys().filter(stays).filter_map(|key| Some((key, self.packed(key)?)));
        let mut all: Vec<(&Key, &[u8])> = old.chain(added.iter().map(|(key, packed)| (key, packed.as_slice()))).collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        let mut index = Vec::with_capacity(all.len());
        let mut at = 0;
        for (key, packed) in &all {
            index.push(((*key).clone(), at, packed.len() as u64));
            at += packed.len() as u64;
        }
        let index = postcard::to_allocvec(&(self.on, index)).map_err(io::Error::other)?;
        let parts: Vec<&[u8]> = std::iter::once(index.as_slice()).chain(all.into_iter().map(|(_, packed)| packed)).collect();
        file::write(path, &parts)
    }
}

/// A thing as bytes, compressed; `None` where it cannot be told in bytes.
pub(super) fn packed(thing: &impl Serialize) -> Option<Vec<u8>> {
    Some(compress_prepend_size(&postcard::to_allocvec(thing).ok()?))
}

/// The thing that a file of the cache keeps packed so; `None` where the bytes are those of no such thing.
pub fn unpacked<T: DeserializeOwned>(packed: &[u8]) -> Option<T> {
    postcard::from_bytes(&decompress_size_prepended(packed).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::FileFacts;
    use crate::frontend::go;

    #[test]
    fn facts_are_the_same_when_they_are_unpacked() {
        for text in ["", "package a\n\nvar N = map[string]int{\"a\": 1}\n\nfunc F() { N[\"b\"]++ }\n"] {
            let facts = go::lower(text, "a.go");
            assert_eq!(unpacked(&packed(&facts).expect("packed")), Some(facts));
        }
        assert_eq!(unpacked::<FileFacts>(b"nothing of that kind"), None);
    }

    #[test]
    fn what_is_of_no_use_any_more_is_left_out() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.facts");
        let key = |text| Key { shown: "a.go".to_owned(), text, edition: 0 };
        let facts = |text: &str| packed(&go::lower(text, "a.go")).expect("packed");
        let added = (1..=3).map(|text| (key(text), facts("package a"))).collect();
        Kept::default().write(&path, &added, &FxHashSet::default(), &FxHashSet::default()).expect("written");
        let kept = Kept::read(&path).expect("read");
        let one = std::iter::once((key(4), facts("package b"))).collect();
        kept.write(&path, &one, &std::iter::once(key(1)).collect(), &std::iter::once(2).collect()).expect("written");
        let kept = Kept::read(&path).expect("read");
        assert_eq!([1, 2, 3, 4].map(|text| kept.get::<FileFacts>(&key(text)).is_some()), [true, true, false, true]);
        assert_eq!(kept.get(&key(4)), Some(go::lower("package b", "a.go")));
    }
}
