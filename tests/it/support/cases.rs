//! The cases of `testdata/<language>/<rule>/<case>/`: real packages that the tool is run on.
//!
//! A case is a Go module or a Rust crate of its own. What starts with `.` or `_`, and a crate's
//! `target`, is no source of it.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

/// One folder under `testdata`.
pub(crate) struct Case {
    /// `go/unguarded-map-write/field_without_its_lock`: the folder under `testdata`, with `/`.
    pub(crate) title: String,
    /// The folder itself, absolute.
    pub(crate) dir: PathBuf,
}

/// All cases of a language (`go`, `rust`), by title. The environment's `MAPLINT_CASE` keeps only
/// those whose title contains it.
pub(crate) fn of(language: &str) -> Vec<Case> {
    let wanted = std::env::var("MAPLINT_CASE").unwrap_or_default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut cases = Vec::new();
    for rule in folders(&root.join(language)) {
        for dir in folders(&rule) {
            let title = relative(&root, &dir);
            if title.contains(&wanted) {
                cases.push(Case { title, dir });
            }
        }
    }
    cases
}

/// Runs `check` on each case, several at once, and fails with all that it complains of. The threads are plain ones: one of
/// rayon's would begin another case on its stack while it waits for the analysis of the first, and so on.
pub(crate) fn all_must_pass(cases: &[Case], check: impl Fn(&Case) -> Vec<String> + Sync) {
    let chosen = std::env::var_os("MAPLINT_CASE").is_some();
    assert!(chosen || !cases.is_empty(), "there are no cases");
    let open = Mutex::new(cases.iter());
    let next = || open.lock().expect("nothing fails while it is held").next();
    let work = || std::iter::from_fn(next).map(|case| (case, check(case))).collect::<Vec<_>>();
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let mut complaints: Vec<(&Case, Vec<String>)> = thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        started.into_iter().flat_map(|thread| thread.join().expect("a case fails by its complaints")).collect()
    });
    complaints.sort_by(|one, other| one.0.title.cmp(&other.0.title));
    let mut message = String::new();
    let mut failed = 0;
    for (case, complaints) in complaints {
        if !complaints.is_empty() {
            failed += 1;
            message.push_str(&format!("\ntestdata/{}\n", case.title));
            complaints.iter().for_each(|complaint| message.push_str(&format!("  {}\n", complaint.replace('\n', "\n    "))));
        }
    }
    assert!(failed == 0, "{failed} of {} cases do not hold\n{message}\none alone: MAPLINT_CASE=PART_OF_ITS_PATH", cases.len());
}

/// `path` under `root`, with `/`.
pub(crate) fn relative(root: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The folders in `dir`, sorted; none where it is not there.
fn folders(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}
