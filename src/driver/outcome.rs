//! What a run gave, as a store may keep it.

use super::libraries::States;
use super::load::{Found, Loaded};
use super::{Checked, Request, Scope, sources};
use crate::facts::{FileFacts, Name, Program};
use crate::report::Gathered;
use crate::source::Libraries;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a check gave, but for what is quickly told again from its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    gathered: Gathered,
    /// The packages outside the project that were looked for.
    libraries: States,
}

/// A run among all those that a store keeps.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// The number of the texts that its files had when it began.
    texts: u128,
    /// This stands for all that the run depends on, but for the packages outside of the project.
    number: u128,
}

impl Run {
    /// `None` where the run is not to be kept.
    pub(super) fn new(found: &Found, request: &Request) -> Option<Run> {
        let Found { project, terms, .. } = found;
        let texts = request.store.texts(&project.files).filter(|_| !request.inventory)?;
        let rules: Vec<_> = request.rules.set.iter().filter(|rule| !rule.built_in).collect();
        let number = request.store.run(texts, &(project, terms, request.settings, request.reach, rules));
        Some(Run { texts, number })
    }

    /// What it gave before, if all is as it was.
    pub(super) fn known(self, found: &Found, request: &Request) -> Option<Outcome> {
        request.store.outcome(self.number).filter(|known| known.holds(found))
    }

    /// Keeps what it gave, unless something went wrong, it was stopped, or a file has become another meanwhile: then it
    /// may belong to neither text.
    pub(super) fn keep(self, gathered: &Gathered, loaded: &Loaded, request: &Request) {
        let went_wrong = request.stop.is_set() || gathered.problems.iter().any(|problem| problem.blocking);
        if went_wrong || request.store.texts(&loaded.project.files) != Some(self.texts) {
            return;
        }
        if let Some(outcome) = Outcome::new(gathered, &loaded.program, &loaded.project.libraries) {
            request.store.keep_outcome(self.number, &outcome);
        }
    }
}

impl Outcome {
    /// That of a run over `program`; `None` where the disk tells too little of the packages outside of it.
    fn new(gathered: &Gathered, program: &Program, libraries: &Libraries) -> Option<Outcome> {
        let own: BTreeSet<Name> = program.units.iter().map(|unit| unit.path).collect();
        let of_libraries = program.libraries.iter().flat_map(|package| &package.files);
        let imported = program.files.iter().map(AsRef::as_ref).chain(of_libraries).flat_map(FileFacts::import_paths);
        let outside: BTreeSet<Name> = imported.filter(|path| !own.contains(path)).collect();
        Some(Outcome { gathered: gathered.clone(), libraries: States::new(outside, libraries)? })
    }

    /// The packages outside of the project are as they were.
    fn holds(&self, found: &Found) -> bool {
        self.libraries.hold(&found.project.libraries)
    }

    /// The outcome as of the run over what was found.
    pub(super) fn checked(self, found: Found) -> Checked {
        let project = Arc::new(found.project);
        let scope = Scope { project: Arc::clone(&project), asked_for: self.gathered.asked_for.clone() };
        Checked {
            gathered: self.gathered,
            sources: sources(project),
            scope,
            policy: found.terms.policy,
            rule_times: Vec::new(),
            inventory: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Stop;
    use crate::config::{Choice, Flags, Settings};
    use crate::driver::{self, FactStore, Reach, Unkept, Wanted};
    use crate::facts::LibraryPackage;
    use crate::report::Progress;
    use crate::source::{self, Overlay, Replaced, SourceFile};
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    /// Its texts become others each time that they are asked for, by this step.
    #[derive(Default)]
    struct Texts {
        step: u64,
        now: AtomicU64,
        is_kept: AtomicBool,
    }

    impl FactStore for Texts {
        fn of_file(&self, file: &SourceFile, edition: u16, lower: &dyn Fn(&str) -> FileFacts) -> Result<Arc<FileFacts>, source::Error> {
            Unkept.of_file(file, edition, lower)
        }

        fn of_libraries(&self, wanted: Wanted, read: &dyn Fn(&Wanted) -> Vec<LibraryPackage>) -> Arc<[LibraryPackage]> {
            Unkept.of_libraries(wanted, read)
        }

        fn texts(&self, _: &[SourceFile]) -> Option<u128> {
            Some(u128::from(self.now.fetch_add(self.step, Ordering::Relaxed)))
        }

        fn keep_outcome(&self, _: u128, _: &Outcome) {
            self.is_kept.store(true, Ordering::Relaxed);
        }
    }

    #[test]
    fn what_a_run_gave_is_kept_only_where_no_file_became_another_meanwhile() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut overlay = Overlay::default();
        overlay.put(folder.path().join("a.go"), Replaced::By(Arc::from(*b"package a\n")));
        let paths = [std::path::PathBuf::from("./...")];
        let settings = Settings::new(Choice::Defaults, Flags::default(), &paths, folder.path()).expect("the defaults are well formed");
        let (rules, stop) = (driver::rules(&[]), Stop::default());
        for (step, is_kept) in [(0, true), (1, false)] {
            let store = Texts { step, ..Texts::default() };
            let request = Request {
                paths: &paths,
                overlay: &overlay,
                reach: Reach::Paths,
                rules: &rules,
                settings: &settings,
                threads: None,
                stop: &stop,
                inventory: false,
                store: &store,
            };
            driver::check(&request, &Progress::new(false));
            assert_eq!(store.is_kept.load(Ordering::Relaxed), is_kept, "{step}");
        }
    }
}
