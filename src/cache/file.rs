//! One file of a cache: written whole, and read only as it was written.

use crate::report::unfinished_in;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use xxhash_rust::xxh3::Xxh3Default;

/// What each file starts with; the number is that of the format.
const MAGIC: [u8; 8] = *b"maplint1";

/// Before the content: the magic, and the hash of the content.
const HEAD: usize = MAGIC.len() + size_of::<u128>();

/// What a file has, without its head.
pub(super) struct Content {
    bytes: Vec<u8>,
}

impl Content {
    /// The bytes that were written.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[HEAD..]
    }
}

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum Damage {
    /// The disk does not give it.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// It has not the bytes that were written.
    #[error("is damaged")]
    Changed,
}

/// The content of a file; `None` where there is none.
pub(super) fn read(path: &Path) -> Result<Option<Content>, Damage> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let is_whole = bytes.split_first_chunk::<HEAD>().is_some_and(|(head, content)| *head == head_of([content]));
    is_whole.then_some(Some(Content { bytes })).ok_or(Damage::Changed)
}

/// Puts a file in place, whole or not at all; the folder is made.
pub(super) fn write(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mut file = unfinished_in(folder)?;
    file.write_all(&head_of(parts.iter().copied()))?;
    parts.iter().try_for_each(|part| file.write_all(part))?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn head_of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; HEAD] {
    let mut hash = Xxh3Default::new();
    parts.into_iter().for_each(|part| hash.update(part));
    let mut head = [0; HEAD];
    head[..MAGIC.len()].copy_from_slice(&MAGIC);
    head[MAGIC.len()..].copy_from_slice(&hash.digest128().to_le_bytes());
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_only_as_it_was_written() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("new/a.run");
        assert!(matches!(read(&path), Ok(None)));
        write(&path, &[b"one", b"two"]).expect("written");
        assert_eq!(read(&path).expect("whole").expect("there").bytes(), b"onetwo");
        write(&path, &[]).expect("written over");
        assert_eq!(read(&path).expect("whole").expect("there").bytes(), b"");
        write(&path, &[b"onetwo"]).expect("written over");
        let whole = fs::read(&path).expect("read");
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).expect("cut off");
            assert!(matches!(read(&path), Err(Damage::Changed)), "cut off at {cut}");
            let mut flipped = whole.clone();
            flipped[cut] ^= 1;
            fs::write(&path, flipped).expect("one bit is another");
            assert!(matches!(read(&path), Err(Damage::Changed)), "bit of {cut}");
        }
    }
}
