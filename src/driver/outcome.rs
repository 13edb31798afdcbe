//! What a run gave, as a store may keep it.

use super::libraries::States;
use super::load::{self, Found, Loaded};
use super::moved::Moved;
use super::store::{Unkept, Which};
use super::{Checked, Request, Scope, file_id, sources};
use crate::analysis::fault::caught;
use crate::analysis::fix::{Draft, first_fix};
use crate::facts::{FileFacts, Name, Program, digest};
use crate::report::Gathered;
use crate::source::{Libraries, Project, SourceFile};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// More files than these are not looked at for whether their code has only moved: where so many have changed, one of them
/// says another thing.
const MOST_MOVED: usize = 64;

/// What a check gave, but for what is quickly told again from its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    gathered: Gathered,
    /// By diagnostic: how it may be mended, as [`Finding`](crate::rules::Finding) tells it.
    drafts: Vec<Vec<Draft>>,
    /// The packages outside the project that were looked for.
    libraries: States,
    /// By file: the number of its text.
    texts: Vec<u128>,
}

/// A run among all those that a store keeps.
pub(super) struct Run {
    /// By file: the number of the text that it had when it began.
    texts: Vec<u128>,
    /// This stands for all that the run depends on, but for the texts and the packages outside of the project.
    asked: u128,
    /// The same, with the texts.
    number: u128,
}

impl Run {
    /// `None` where the run is not to be kept.
    pub(super) fn new(found: &Found, request: &Request) -> Option<Run> {
        let Found { project, terms, .. } = found;
        let texts = request.store.texts(&project.files).filter(|_| !request.inventory)?;
        let rules: Vec<_> = request.rules.set.iter().filter(|rule| !rule.built_in).collect();
        let asked = request.store.number(&(without_texts(project), terms, request.settings, request.reach, rules));
        let number = digest::of(&(asked, &texts));
        Some(Run { texts, asked, number })
    }

    /// What it gave before, if all is as it was.
    pub(super) fn known(&self, found: &Found, request: &Request) -> Option<Outcome> {
        request.store.outcome(Which::Run(self.number)).filter(|known| known.holds(found))
    }

    /// What the last run gave that was asked the same and analysed all, if code has moved since and nothing else was done to it.
    /// It is kept as what this one gave.
    pub(super) fn moved(&self, found: &Found, request: &Request) -> Option<Outcome> {
        let last = request.store.outcome(Which::Last(self.asked)).filter(|last| last.holds(found))?;
        let files = &found.project.files;
        let pairs = last.texts.iter().zip(&self.texts).enumerate();
        let changed: Vec<usize> = pairs.filter(|(_, (before, now))| before != now).map(|(index, _)| index).collect();
        let is_told_of = |index: &usize| last.gathered.problems.iter().any(|problem| problem.file == files[*index].display);
        if changed.len() > MOST_MOVED || changed.iter().any(is_told_of) {
            return None;
        }
        let both = |index: &usize| {
            let file = &files[*index];
            let before = request.store.facts(file, load::edition(&found.project, file), last.texts[*index])?;
            let now = load::lowered(&found.project, file, &Unkept).ok()?;
            Some((file_id(*index), before, now))
        };
        let moved = Moved::new(changed.iter().map(both).collect::<Option<_>>()?)?;
        let outcome = Outcome { texts: self.texts.clone(), ..last.moved(&moved, found)? };
        if self.is_still(files, request) {
            request.store.keep_outcome(Which::Run(self.number), &outcome);
        }
        Some(outcome)
    }

    /// Keeps what it gave, unless something went wrong, it was stopped, or a file has become another meanwhile: then it
    /// may belong to neither text.
    pub(super) fn keep(self, gathered: &Gathered, drafts: Vec<Vec<Draft>>, loaded: &Loaded, request: &Request) {
        let went_wrong = request.stop.is_set() || gathered.problems.iter().any(|problem| problem.blocking);
        if went_wrong || !self.is_still(&loaded.project.files, request) {
            return;
        }
        if let Some(libraries) = looked_for(&loaded.program, &loaded.project.libraries) {
            let outcome = Outcome { gathered: gathered.clone(), drafts, libraries, texts: self.texts };
            request.store.keep_outcome(Which::Run(self.number), &outcome);
            request.store.keep_outcome(Which::Last(self.asked), &outcome);
        }
    }

    /// The files have the texts that they had when it began.
    fn is_still(&self, files: &[SourceFile], request: &Request) -> bool {
        request.store.texts(files).as_ref() == Some(&self.texts)
    }
}

/// The project, whatever stands in the place of its files.
fn without_texts(project: &Project) -> Cow<'_, Project> {
    let mut project = Cow::Borrowed(project);
    for index in 0..project.files.len() {
        if project.files[index].replaced.is_some() {
            project.to_mut().files[index].replaced = None;
        }
    }
    project
}

/// The packages outside of the project that a program over it looks for, as they are; `None` where the disk tells too little of one.
fn looked_for(program: &Program, libraries: &Libraries) -> Option<States> {
    let own: BTreeSet<Name> = program.units.iter().map(|unit| unit.path).collect();
    let of_libraries = program.libraries.iter().flat_map(|package| &package.files);
    let imported = program.files.iter().map(AsRef::as_ref).chain(of_libraries).flat_map(FileFacts::import_paths);
    States::new(imported.filter(|path| !own.contains(path)).collect(), libraries)
}

impl Outcome {
    /// The packages outside of the project are as they were.
    fn holds(&self, found: &Found) -> bool {
        self.libraries.hold(&found.project.libraries)
    }

    /// The outcome where code has moved so; `None` where nobody can tell where something stands.
    fn moved(mut self, moved: &Moved, found: &Found) -> Option<Outcome> {
        self.gathered = moved.gathered(self.gathered)?;
        let sources = sources(Arc::new(found.project.clone()));
        let texts = |file| sources.text(file).as_str();
        for (diagnostic, drafts) in self.gathered.diagnostics.iter_mut().zip(&mut self.drafts) {
            if moved.has_any(drafts.iter().flat_map(Draft::files)) {
                let now = std::mem::take(drafts).into_iter().map(|draft| draft.moved(|at| moved.location(at)));
                *drafts = now.collect::<Option<_>>()?;
                diagnostic.fix = caught(|| first_fix(drafts, &texts)).ok()?;
            }
        }
        Some(self)
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
    use crate::driver::{self, FactStore, Reach, Wanted};
    use crate::facts::LibraryPackage;
    use crate::report::Progress;
    use crate::source::{self, Overlay, Replaced};
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

        fn texts(&self, _: &[SourceFile]) -> Option<Vec<u128>> {
            Some(vec![u128::from(self.now.fetch_add(self.step, Ordering::Relaxed))])
        }

        fn keep_outcome(&self, _: Which, _: &Outcome) {
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
