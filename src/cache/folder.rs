//! The folder of a cache: where it is, how large it may grow, and what is in it.

use crate::report::clear_unfinished;
use etcetera::{BaseStrategy, choose_base_strategy};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, io};

/// More bytes than these the files of a cache do not have: those that were written longest ago go first.
const MAX_BYTES: u64 = 1 << 30;

/// No more than these runs are kept, and as many last ones: each change of a tree leaves one behind that is asked for again
/// only where the change is taken back.
const MAX_RUNS: usize = 64;

/// The folder of a cache. It need not be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder(PathBuf);

/// What a cache has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Its files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// One file of it.
struct Kept {
    path: PathBuf,
    bytes: u64,
    written: SystemTime,
    kind: Kind,
}

impl Folder {
    /// This folder.
    pub fn at(path: PathBuf) -> Folder {
        Folder(path)
    }

    /// Where the system keeps a user's caches; `None` where it does not say.
    pub fn of_user() -> Option<Folder> {
        let base = choose_base_strategy().ok()?.cache_dir();
        base.is_absolute().then(|| Folder(base.join("maplint")))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn file(&self, number: u128, kind: Kind) -> PathBuf {
        self.0.join(format!("{number:032x}.{}", kind.extension()))
    }

    /// How much there is. Fails where the folder is there and cannot be read.
    pub fn status(&self) -> io::Result<Status> {
        let kept = self.kept()?;
        Ok(Status { files: kept.len(), bytes: kept.iter().map(|file| file.bytes).sum() })
    }

    /// Takes its files away, and the folder where nothing else is in it. Gives what there was.
    pub fn clean(&self) -> io::Result<Status> {
        clear_unfinished(&self.0);
        let status = self.status()?;
        self.kept()?.iter().try_for_each(|file| gone(fs::remove_file(&file.path)))?;
        // Others have put something into it: it stays.
        _ = fs::remove_dir(&self.0);
        Ok(status)
    }

    /// Takes away what is too much, the oldest first, and what runs left that were killed while they wrote. Those of a run
    /// beside this one may be gone already.
    pub(super) fn trim(&self) -> io::Result<()> {
        clear_unfinished(&self.0);
        let mut kept = self.kept()?;
        // The newest first.
        kept.sort_by(|one, other| (other.written, &other.path).cmp(&(one.written, &one.path)));
        let (mut bytes, mut runs, mut last) = (0, 0, 0);
        for file in kept {
            bytes += file.bytes;
            runs += usize::from(file.kind == Kind::Run);
            last += usize::from(file.kind == Kind::Last);
            if bytes > MAX_BYTES || runs > MAX_RUNS || last > MAX_RUNS {
                gone(fs::remove_file(&file.path))?;
            }
        }
        Ok(())
    }

    /// Its files; those of others are left out.
    fn kept(&self) -> io::Result<Vec<Kept>> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut kept = Vec::new();
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let Some(kind) = Kind::of(&name) else { continue };
            let Ok(metadata) = fs::metadata(&path) else { continue };
            kept.push(Kept { bytes: metadata.len(), written: metadata.modified()?, kind, path });
        }
        Ok(kept)
    }
}

/// What a file of a cache has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The stamps of the files of runs that start in one folder, and which texts they stand for.
    Texts,
    /// The facts of those files.
    Facts,
    /// What the functions in those files do.
    Effects,
    /// The packages outside the project that the last of these runs wanted.
    Libraries,
    /// What one run gave.
    Run,
    /// What the last run gave that analysed all, of those that are asked the same.
    Last,
}

impl Kind {
    const ALL: [Kind; 6] = [Kind::Texts, Kind::Facts, Kind::Effects, Kind::Libraries, Kind::Run, Kind::Last];

    const fn extension(self) -> &'static str {
        match self {
            Kind::Texts => "texts",
            Kind::Facts => "facts",
            Kind::Effects => "effects",
            Kind::Libraries => "libraries",
            Kind::Run => "run",
            Kind::Last => "last",
        }
    }

    /// That of the file with this name: 32 hexadecimal digits and the extension.
    fn of(name: &str) -> Option<Kind> {
        let (stem, rest) = name.split_once('.')?;
        let is_number = stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
        Kind::ALL.into_iter().find(|kind| is_number && kind.extension() == rest)
    }
}

/// A file that is gone already is as good as taken away.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::unfinished_in;
    use std::time::Duration;

    #[test]
    fn only_its_own_files_are_counted_and_taken_away() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::at(place.path().join("cache"));
        assert_eq!(folder.status().expect("nothing is there"), Status::default());
        fs::create_dir(folder.path()).expect("made");
        for (path, text) in [(folder.file(7, Kind::Run), "one"), (folder.file(7, Kind::Facts), "three"), (folder.0.join("mine.txt"), "")] {
            fs::write(path, text).expect("written");
        }
        assert_eq!(folder.clean().expect("cleaned"), Status { files: 2, bytes: 8 });
        assert!(folder.0.join("mine.txt").exists() && !folder.file(7, Kind::Run).exists());
    }

    #[test]
    fn what_killed_runs_left_goes() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::at(place.path().to_owned());
        let other = unfinished_in(folder.path()).expect("another run writes at this moment");
        let left = unfinished_in(folder.path()).expect("made").into_temp_path();
        assert_eq!(folder.status().expect("told"), Status::default());
        folder.trim().expect("trimmed");
        assert_eq!([other.path().exists(), left.exists()], [true, false]);
    }

    #[test]
    fn the_oldest_go_first() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::at(place.path().to_owned());
        for age in 1..=3 {
            let file = fs::File::create(folder.file(age, Kind::Facts)).expect("made");
            // It takes no room on the disk.
            file.set_len(MAX_BYTES / 2).expect("its length is set");
            file.set_modified(SystemTime::now() - Duration::from_secs(60 * u64::try_from(age).expect("small"))).expect("its time is set");
        }
        folder.trim().expect("trimmed");
        assert_eq!([1, 2, 3].map(|age| folder.file(age, Kind::Facts).exists()), [true, true, false]);
        folder.clean().expect("cleaned");
        fs::create_dir_all(folder.path()).expect("made");
        for run in 0..MAX_RUNS + 2 {
            fs::write(folder.file(run as u128, Kind::Run), "").expect("written");
        }
        folder.trim().expect("trimmed");
        assert_eq!(folder.status().expect("told").files, MAX_RUNS);
    }
}
