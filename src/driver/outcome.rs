//! What a run gave, as a store may keep it.

use super::libraries::States;
use super::load::{self, Found, Loaded};
use super::moved::Moved;
use super::store::{Unkept, Which};
use super::{Checked, Reach, Request, Scope, asked_for, file_id, required, sources};
use crate::analysis::fault::caught;
use crate::analysis::fix::{Draft, first_fix};
use crate::facts::{FileFacts, Name, Program, digest};
use crate::report::{Gathered, Problem};
use crate::source::{Libraries, SourceFile};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// More files than these are not looked at for whether their code has only moved: where so many have changed, one of them
/// says another thing.
const MOST_MOVED: usize = 64;

/// What a check gave, but for what is quickly told again, and what depends on which of the files are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Of the problems those alone that came from reading; no file is asked for.
    gathered: Gathered,
    /// By diagnostic: how it may be mended, as [`Finding`](crate::rules::Finding) tells it.
    drafts: Vec<Vec<Draft>>,
    /// The packages outside the project that were looked for.
    libraries: States,
    /// By file: the number of its text.
    texts: Vec<u128>,
    /// By file: it says that a program wrote it.
    generated: Vec<bool>,
}

/// A run among all those that a store keeps.
pub(super) struct Run {
    /// By file: the number of the text that it had when it began.
    texts: Vec<u128>,
    /// This stands for all that the run depends on, but for the texts, the packages outside of the project, and which of the
    /// files are asked for.
    asked: u128,
    /// The same, with the texts.
    number: u128,
    /// Problems that there were when it began.
    problems: usize,
}

impl Run {
    /// `None` where the run is not to be kept.
    pub(super) fn new(found: &Found, request: &Request) -> Option<Run> {
        let Found { project, terms, problems } = found;
        let texts = request.store.texts(&project.files).filter(|_| !request.inventory)?;
        let rules = || request.rules.set.iter();
        let enabled: Vec<_> = rules().map(|rule| rule.id).filter(|rule| terms.policy.enables(*rule)).collect();
        let own: Vec<_> = rules().filter(|rule| !rule.built_in).collect();
        let asked = request.store.number(&(project.unasked(), request.settings.run(), enabled, own));
        let number = digest::of(&(asked, &texts));
        Some(Run { texts, asked, number, problems: problems.len() })
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
        if changed.len() > MOST_MOVED || changed.iter().any(|index| required::looks_at_comments(request.settings, &files[*index])) {
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
            let problems = gathered.problems.get(self.problems..).unwrap_or_default().to_vec();
            let gathered = Gathered { problems, asked_for: Vec::new(), files: 0, ..gathered.clone() };
            let generated = loaded.program.files.iter().map(|facts| facts.generated).collect();
            let outcome = Outcome { gathered, drafts, libraries, texts: self.texts, generated };
            request.store.keep_outcome(Which::Run(self.number), &outcome);
            request.store.keep_outcome(Which::Last(self.asked), &outcome);
        }
    }

    /// The files have the texts that they had when it began.
    fn is_still(&self, files: &[SourceFile], request: &Request) -> bool {
        request.store.texts(files).as_ref() == Some(&self.texts)
    }
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
    pub(super) fn checked(self, found: Found, reach: Reach) -> Checked {
        let Outcome { mut gathered, generated, .. } = self;
        let Found { project, terms, mut problems } = found;
        let is_asked = |path: &str| project.files.iter().any(|file| file.requested && file.display == path);
        problems.extend(gathered.problems.drain(..).map(|problem| Problem { blocking: is_asked(&problem.file), ..problem }));
        gathered.problems = problems;
        gathered.asked_for = asked_for(&generated, &project, reach, &terms.generated);
        gathered.files = project.files.iter().filter(|file| file.requested).count();
        let project = Arc::new(project);
        let scope = Scope { project: Arc::clone(&project), asked_for: gathered.asked_for.clone() };
        Checked { gathered, sources: sources(project), scope, policy: terms.policy, rule_times: Vec::new(), inventory: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Stop;
    use crate::config::{Choice, Flags, Settings};
    use crate::driver::{self, FactStore, Wanted};
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
