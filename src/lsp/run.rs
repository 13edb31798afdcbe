//! Runs, on threads of their own: of a whole root, and of an edit with what is near to it.

use super::merge::{self, Shift};
use crate::analysis::Stop;
use crate::analysis::fault::caught;
use crate::analysis::promise::Proposal;
use crate::config::{Choice, Flags, RuleFolder, Settings};
use crate::diagnostic::inventory::Entry;
use crate::driver::{self, Checked, Examined, InMemory, Loaded, Reach, Request, Rules, Scope};
use crate::report::{Day, Finding, Options, Problem, Progress, Report, Sources};
use crate::source::{FileId, Overlay, join};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How the server was started: what holds in every root.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Rules are loaded from these folders too; absolute.
    pub rule_folders: Vec<PathBuf>,
    /// This config holds everywhere, in the place of those that are nearest; absolute.
    pub config: Option<PathBuf>,
    /// No config holds.
    pub no_config: bool,
    /// How many threads a run has; `None`: as many as the machine.
    pub threads: Option<NonZeroUsize>,
}

/// Findings, with the texts and places that they speak of.
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) sources: Sources,
    pub(super) scope: Scope,
}

/// What the last whole run of a root has found.
pub(super) struct View {
    pub(super) judged: Arc<Judged>,
    pub(super) proposals: Vec<Proposal>,
    pub(super) inventory: Vec<Entry>,
    rules: Rules,
    settings: Settings,
    loaded: Loaded,
    /// What is found near to a file before any edit.
    before: Mutex<BTreeMap<FileId, Arc<Judged>>>,
}

/// The findings of one file.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) findings: Vec<Finding>,
    /// The texts that they speak of, and where the files are.
    pub(super) judged: Arc<Judged>,
    pub(super) file: FileId,
}

/// Work for the threads.
pub(super) enum Job {
    /// All of a root.
    Whole {
        root: PathBuf,
        overlay: Overlay,
        store: Arc<InMemory>,
        /// Tells of each stage, and how many hundredths of it are done.
        progress: Box<dyn Fn(&'static str, Option<u64>) + Send + Sync>,
        stop: Arc<Stop>,
    },
    /// A file that was edited, with the texts that are not as in the view.
    Near {
        root: PathBuf,
        view: Arc<View>,
        path: PathBuf,
        texts: BTreeMap<PathBuf, Arc<[u8]>>,
        version: i32,
        store: Arc<InMemory>,
        stop: Arc<Stop>,
    },
    /// What there is near to a file, before it is edited again.
    Ahead { view: Arc<View>, path: PathBuf, store: Arc<InMemory>, stop: Arc<Stop> },
}

/// What came of it.
pub(super) enum Ran {
    /// The problems are told beside what was found; nothing is found where the settings of the root are at fault.
    Whole { root: PathBuf, view: Option<Box<View>>, problems: Vec<Problem> },
    /// The findings of a file, of this version of its text.
    Near { root: PathBuf, path: PathBuf, version: i32, shown: Shown },
    /// A fault of maplint's own.
    Failed(String),
}

/// Two threads: a whole run keeps nobody waiting for an edit.
pub(super) struct Workers {
    whole: Sender<Job>,
    near: Sender<Job>,
}

impl Workers {
    /// `deliver` is called on the threads.
    pub(super) fn new(setup: Setup, deliver: impl Fn(Ran) + Clone + Send + 'static) -> Workers {
        Workers { whole: worker(setup.clone(), deliver.clone()), near: worker(setup, deliver) }
    }

    pub(super) fn start(&self, job: Job) {
        let worker = if matches!(job, Job::Whole { .. }) { &self.whole } else { &self.near };
        // The thread ends with this sender.
        let _ = worker.send(job);
    }
}

fn worker(setup: Setup, deliver: impl Fn(Ran) + Send + 'static) -> Sender<Job> {
    let (sender, jobs) = channel::<Job>();
    thread::spawn(move || {
        for job in jobs {
            let stop = Arc::clone(match &job {
                Job::Whole { stop, .. } | Job::Near { stop, .. } | Job::Ahead { stop, .. } => stop,
            });
            if stop.is_set() {
                continue;
            }
            let ran = caught(|| run(job, &setup)).unwrap_or_else(|reason| Some(Ran::Failed(reason)));
            if let Some(ran) = ran.filter(|_| !stop.is_set()) {
                deliver(ran);
            }
        }
    });
    sender
}

fn run(job: Job, setup: &Setup) -> Option<Ran> {
    match job {
        Job::Whole { root, overlay, store, progress, stop } => {
            let (view, problems) = whole(&root, &overlay, &store, Progress::telling(progress), &stop, setup);
            Some(Ran::Whole { root, view: view.map(Box::new), problems })
        }
        Job::Near { root, view, path, texts, version, store, stop } => {
            let shown = view.near(&path, &texts, &store, setup.threads, &stop)?;
            Some(Ran::Near { root, path, version, shown })
        }
        Job::Ahead { view, path, store, stop } => {
            let file = view.loaded.file(&path)?;
            view.before(file, &store, setup.threads, &stop);
            None
        }
    }
}

fn whole(root: &Path, overlay: &Overlay, store: &InMemory, progress: Progress, stop: &Stop, setup: &Setup) -> (Option<View>, Vec<Problem>) {
    let paths = [PathBuf::from("./...")];
    let choice = match &setup.config {
        _ if setup.no_config => Choice::Defaults,
        Some(file) => Choice::File(file),
        None => Choice::Nearest,
    };
    let settings = match Settings::new(choice, Flags::default(), &paths, root) {
        Ok(settings) => settings,
        Err(problems) => return (None, problems),
    };
    let in_root = |folder: RuleFolder| RuleFolder { path: join(root, &folder.path), ..folder };
    let rules = driver::rules(&settings.rule_folders(&setup.rule_folders).into_iter().map(in_root).collect::<Vec<_>>());
    let mut problems = rules.problems.clone();
    problems.extend(settings.unknown_names(&rules.infos));
    let request = Request {
        paths: &paths,
        overlay,
        reach: Reach::Paths,
        rules: &rules,
        settings: &settings,
        threads: setup.threads,
        stop,
        inventory: true,
        store,
    };
    let loaded = driver::load(&request, &progress);
    let Examined { mut checked, proposals } = driver::examine(&loaded, &request, &progress);
    let inventory = std::mem::take(&mut checked.inventory);
    let (judged, errors) = judged(checked, &rules);
    problems.extend(errors);
    (Some(View { judged: Arc::new(judged), proposals, inventory, rules, settings, loaded, before: Mutex::default() }), problems)
}

fn judged(checked: Checked, rules: &Rules) -> (Judged, Vec<Problem>) {
    let Checked { gathered, sources, scope, policy, .. } = checked;
    let today = Day::today().expect("it could be told when the server started, and no variable changes");
    let options = Options { rules: &rules.infos, policy: &policy, today, elapsed: Duration::ZERO };
    let report = Report::new(gathered, &sources, &options);
    (Judged { findings: report.findings, sources, scope }, report.errors)
}

impl View {
    /// The file at an absolute path.
    pub(super) fn file(&self, path: &Path) -> Option<FileId> {
        self.loaded.file(path)
    }

    /// What the whole run has found in a file.
    pub(super) fn shown(&self, file: FileId) -> Shown {
        let findings = self.judged.findings.iter().filter(|finding| finding.diagnostic.primary.location.file == file);
        Shown { findings: findings.cloned().collect(), judged: Arc::clone(&self.judged), file }
    }

    /// What is found in a file after an edit: what the whole run has found, but for what the edit makes come and go
    /// as far as can be told from what is near.
    fn near(
        &self,
        path: &Path,
        texts: &BTreeMap<PathBuf, Arc<[u8]>>,
        store: &InMemory,
        threads: Option<NonZeroUsize>,
        stop: &Stop,
    ) -> Option<Shown> {
        let file = self.loaded.file(path)?;
        let texts = texts.iter().filter_map(|(path, text)| Some((self.loaded.file(path)?, Arc::clone(text)))).collect();
        let before = self.before(file, store, threads, stop);
        let after = self.judge_near(file, &texts, store, threads, stop)?;
        let shift = Shift::between(self.judged.sources.text(file).as_str(), after.sources.text(file).as_str());
        let findings = merge::after_edit(self.shown(file).findings, &before.findings, &after.findings, file, &shift);
        Some(Shown { findings, judged: Arc::new(after), file })
    }

    fn before(&self, file: FileId, store: &InMemory, threads: Option<NonZeroUsize>, stop: &Stop) -> Arc<Judged> {
        let known = || self.before.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(judged) = known().get(&file) {
            return Arc::clone(judged);
        }
        let judged = Arc::new(self.judge_near(file, &BTreeMap::new(), store, threads, stop).expect("no text is another"));
        if !stop.is_set() {
            known().insert(file, Arc::clone(&judged));
        }
        judged
    }

    fn judge_near(
        &self,
        file: FileId,
        texts: &BTreeMap<FileId, Arc<[u8]>>,
        store: &InMemory,
        threads: Option<NonZeroUsize>,
        stop: &Stop,
    ) -> Option<Judged> {
        let nearby = self.loaded.nearby(file, texts, store)?;
        let overlay = Overlay::default();
        let request = Request {
            paths: &[],
            overlay: &overlay,
            reach: Reach::Paths,
            rules: &self.rules,
            settings: &self.settings,
            threads,
            stop,
            inventory: false,
            store,
        };
        Some(judged(driver::examine(&nearby, &request, &Progress::new(false)).checked, &self.rules).0)
    }
}
