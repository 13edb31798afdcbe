//! Whether a file is still as it was when it was read, without reading it.

use super::SourceFile;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A file that was written this shortly before it was read may be written again under the same time.
const SETTLED_AFTER: Duration = Duration::from_secs(1);

/// What the disk said of a file when it was read. Whatever is done to its text, one of these is another then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiskStamp {
    modified: SystemTime,
    /// Seconds and nanoseconds since 1970 at which anything of the file was changed last, its name and times too; nothing
    /// where the system does not tell.
    changed: Option<(i64, i64)>,
    bytes: u64,
}

/// The state of a file when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(State);

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// These bytes stood in its place.
    Replaced(Arc<[u8]>),
    /// What the disk said of it.
    OnDisk(DiskStamp),
}

impl SourceFile {
    /// The state that the file is in; `None` where that tells nothing of its text: it was written just now, or the
    /// disk does not say when. It is taken before the text is read.
    pub fn stamp(&self) -> Option<Stamp> {
        if let Some(bytes) = &self.replaced {
            return Some(Stamp(State::Replaced(Arc::clone(bytes))));
        }
        DiskStamp::of(&self.path).map(|stamp| Stamp(State::OnDisk(stamp)))
    }
}

impl DiskStamp {
    /// That of the file at a path; `None` as of [`SourceFile::stamp`].
    pub fn of(path: &Path) -> Option<DiskStamp> {
        let metadata = fs::metadata(path).ok()?;
        let modified = metadata.modified().ok()?;
        let settled = modified.checked_add(SETTLED_AFTER).is_some_and(|settled| settled < SystemTime::now());
        settled.then(|| DiskStamp { modified, changed: changed(&metadata), bytes: metadata.len() })
    }
}

#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> Option<(i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.ctime(), metadata.ctime_nsec()))
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> Option<(i64, i64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_changes_with_the_text() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.go");
        let file = SourceFile { path: path.clone(), ..SourceFile::default() };
        assert_eq!(file.stamp(), None, "it is not there");
        let write = |text: &str, age: u64| {
            fs::write(&path, text).expect("written");
            let written = fs::File::options().write(true).open(&path).expect("opened");
            written.set_modified(SystemTime::now() - Duration::from_secs(age)).expect("its time is set");
        };
        write("package a", 0);
        assert_eq!(file.stamp(), None, "it was written just now");
        write("package a", 60);
        let first = file.stamp();
        assert!(first.is_some() && file.stamp() == first);
        write("package b", 30);
        assert_ne!(file.stamp(), first);
        let replaced = |text: &str| SourceFile { replaced: Some(Arc::from(text.as_bytes())), ..file.clone() }.stamp();
        assert!(replaced("x") == replaced("x") && replaced("x") != replaced("y") && replaced("x") != first);
    }
}
