//! Files that change or go between the moment they are read and the moment a report shows them.

use crate::support::{FORMATS, write_tree};
use maplint::analysis::Stop;
use maplint::config::{Choice, Flags, Settings};
use maplint::driver::{self, FactStore, Reach, Request, Unkept, Wanted};
use maplint::facts::{FileFacts, LibraryPackage};
use maplint::report::terminal::Paint;
use maplint::report::{Day, Options, Presentation, Progress, Report};
use maplint::source::{self, Checkout, Overlay, SourceFile};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// Changes each file as soon as its facts are known; with nothing to put there, it takes the file away.
struct Changing(Option<Vec<u8>>);

impl FactStore for Changing {
    fn of_file(&self, file: &SourceFile, edition: u16, lower: &dyn Fn(&str) -> FileFacts) -> Result<Arc<FileFacts>, source::Error> {
        let facts = Unkept.of_file(file, edition, lower);
        match &self.0 {
            Some(bytes) => std::fs::write(&file.path, bytes),
            None => std::fs::remove_file(&file.path),
        }
        .expect("the file can be changed");
        facts
    }

    fn of_libraries(&self, wanted: Wanted, read: &dyn Fn(&Wanted) -> Vec<LibraryPackage>) -> Arc<[LibraryPackage]> {
        Unkept.of_libraries(wanted, read)
    }
}

#[test]
fn are_reported_all_the_same() {
    let changes: [Option<&[u8]>; 8] = [
        None,
        Some(b""),
        Some(b"package"),
        Some(b"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"),
        Some(b"\xff\xff\xff"),
        Some("\u{65e5}".repeat(400).leak().as_bytes()),
        Some("\u{1f6ab}\r\n".repeat(400).leak().as_bytes()),
        Some("x".repeat(4000).leak().as_bytes()),
    ];
    for change in changes {
        let folder = TempDir::new().expect("a folder can be made");
        write_tree(folder.path(), super::BESIDE);
        let rules = driver::rules(&[]);
        let settings = Settings::new(Choice::Defaults, Flags::default(), &[], folder.path()).expect("the defaults are well formed");
        let request = Request {
            paths: &[PathBuf::from("./...")],
            overlay: &Overlay::default(),
            reach: Reach::All,
            rules: &rules,
            settings: &settings,
            threads: NonZeroUsize::new(2),
            stop: &Stop::default(),
            inventory: true,
            store: &Changing(change.map(<[u8]>::to_vec)),
        };
        let checked = driver::check(&request, &Progress::new(false));
        let problems = checked.gathered.problems.clone();
        assert!(problems.is_empty(), "{change:?}: {problems:?}");
        let options = Options {
            rules: &rules.infos,
            policy: &checked.policy,
            today: Day::parse("2026-01-01").expect("a day"),
            elapsed: Duration::ZERO,
        };
        let report = Report::new(checked.gathered, &checked.sources, &options);
        assert_eq!(report.findings.len(), super::FOUND_BESIDE.len(), "{change:?}");
        for format in FORMATS {
            let presentation = Presentation {
                sources: &checked.sources,
                rules: &rules.infos,
                inventory: &checked.inventory,
                paint: Paint::PLAIN,
                checkout: &Checkout::default(),
                show_suppressed: true,
                category: None,
            };
            format.write(&report, &presentation, &mut std::io::sink()).unwrap_or_else(|error| panic!("{change:?}: {format:?}: {error}"));
        }
    }
}
