//! The stages called in order: read this file second.
//!
//! `source` finds files, the front ends lower each to facts on its own thread, `analysis` joins
//! them to the model, `rules` asks the model. What comes out is for `report`.

mod fault;
mod libraries;
mod load;
mod moved;
mod nearby;
mod outcome;
mod required;
mod store;
mod written;

pub use libraries::{States, Wanted};
pub use load::Loaded;
pub use outcome::Outcome;
pub use store::{FactStore, InMemory, Unkept, Which};
pub use written::{Unwritten, written_map};

use crate::analysis::cost;
use crate::analysis::fix::Draft;
use crate::analysis::go::Recall;
use crate::analysis::promise::Proposal;
use crate::analysis::{self, Model, Stop, model::AccessFact};
use crate::config::{RuleFolder, Settings};
use crate::diagnostic::inventory::Entry;
use crate::diagnostic::{Diagnostic, MapRef, RuleId};
use crate::facts::{self, Directive, Program};
use crate::report::{self, Asked, Declaration, Gathered, Policy, Problem, Progress, RuleInfo, Sources};
use crate::rules::{self, Evaluated, Finding, RuleSet};
use crate::source::{self, FileId, Language, LineIndex, Location, Overlay, Project, SourceFile, Span};
use outcome::Run;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The stack of a working thread in bytes: front ends and the analysis follow the nesting of the
/// source, and bound it, so that this is enough.
const STACK: usize = 128 << 20;

/// The rules of a run.
pub struct Rules {
    /// All of them, by name, those that come from reading among them.
    pub infos: Vec<RuleInfo>,
    /// Rule files that were refused.
    pub problems: Vec<Problem>,
    set: RuleSet,
}

/// What is asked of a check.
pub struct Request<'a> {
    /// Files, folders and patterns as written on the command line.
    pub paths: &'a [PathBuf],
    /// What stands in the place of files on the disk.
    pub overlay: &'a Overlay,
    /// Which findings are asked for.
    pub reach: Reach,
    /// The rules there are.
    pub rules: &'a Rules,
    /// What flags and configs say.
    pub settings: &'a Settings,
    /// How many threads work; `None`: as many as the machine has.
    pub threads: Option<NonZeroUsize>,
    /// Once it is set, nobody waits for the answer, and it may be anything.
    pub stop: &'a Stop,
    /// Also gather every map.
    pub inventory: bool,
    /// What is kept from run to run.
    pub store: &'a dyn FactStore,
}

/// Which findings a run is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those under its paths.
    Paths,
    /// Those in files that are named by their own path, and what is new beside them: around them, in the
    /// whole of their modules, and under other paths.
    NewBesideNamed,
    /// What is new under its paths, and in the whole of the modules of files that are named.
    New,
    /// Those in all files that are read.
    All,
}

/// The files of a run, and which it was asked for.
pub struct Scope {
    project: Arc<Project>,
    asked_for: Vec<Asked>,
}

impl Scope {
    /// Whether findings in the file at `path` (as shown) were asked for, be it there or not.
    pub fn covers(&self, path: &str) -> bool {
        match self.project.files.binary_search_by(|file| file.display.as_str().cmp(path)) {
            Ok(index) => self.asked_for[index] != Asked::Nothing,
            Err(_) => self.project.asks_for(path),
        }
    }

    /// Whether findings in the file were asked for.
    pub fn asks_for(&self, file: FileId) -> bool {
        self.asked_for[file.index()] != Asked::Nothing
    }

    /// Where the file is.
    pub fn path(&self, file: FileId) -> &Path {
        &self.project.files[file.index()].path
    }

    /// The language of the file.
    pub fn language(&self, file: FileId) -> Language {
        self.project.files[file.index()].language
    }

    /// The comments that would speak to the tool if `text` were the text of the file.
    pub fn directives(&self, file: FileId, text: &str) -> Vec<Directive> {
        on_threads(Some(NonZeroUsize::MIN), || load::lower(&self.project, &self.project.files[file.index()], text).directives)
    }
}

/// What a check has found.
pub struct Checked {
    /// For the report.
    pub gathered: Gathered,
    /// The files it speaks of.
    pub sources: Sources,
    /// The files that it was asked for.
    pub scope: Scope,
    /// What is shown in which of them.
    pub policy: Policy,
    /// How long each rule took.
    pub rule_times: Vec<(RuleId, Duration)>,
    /// Every map that is declared under the request's paths, in the order of path and place; empty where it is not
    /// asked for.
    pub inventory: Vec<Entry>,
}

/// The rules that are built in, and those in the user's folders. A folder that holds a rule that is
/// refused adds none of its rules.
pub fn rules(folders: &[RuleFolder]) -> Rules {
    let mut problems = Vec::new();
    let mut refuse = |errors: rules::RuleErrors| {
        problems.extend(errors.0.into_iter().map(|error| Problem {
            file: error.file.to_string_lossy().into_owned(),
            line: u32::try_from(error.line).ok(),
            message: error.problem.to_string(),
            blocking: true,
        }));
    };
    let mut set = match RuleSet::builtin() {
        Ok(set) => set,
        Err(errors) => {
            refuse(errors);
            RuleSet::default()
        }
    };
    for RuleFolder { path, within } in folders {
        if let Err(errors) = set.load_dir(path, within.as_deref()) {
            refuse(errors);
        }
    }
    let mut infos: Vec<RuleInfo> = set.iter().map(info).collect();
    infos.extend(report::own_rules());
    infos.sort_by(|one, two| one.id.as_str().cmp(two.id.as_str()));
    Rules { infos, problems, set }
}

fn info(rule: &rules::Rule) -> RuleInfo {
    RuleInfo {
        id: rule.id,
        summary: rule.declaration.summary.clone(),
        category: rule.declaration.category.into(),
        severity: rule.declaration.severity,
        default: rule.declaration.default == rules::Default::On,
        languages: rule.declaration.languages.clone(),
        cwe: rule.declaration.cwe.clone(),
        page: rule.page.clone(),
    }
}

/// The files that a check would report on, as shown, in order, and what could not be found.
pub fn files(request: &Request) -> (Vec<String>, Vec<Problem>) {
    let (project, _, problems) = load::discover(request, false);
    (project.files.into_iter().filter(|file| file.requested).map(|file| file.display).collect(), problems)
}

/// Reads, lowers, analyses, and asks the rules.
pub fn check(request: &Request, progress: &Progress) -> Checked {
    let found = load::find(request, progress);
    on_threads(request.threads, || {
        let run = Run::new(&found, request);
        let before = run.as_ref().and_then(|run| run.known(&found, request).or_else(|| run.moved(&found, request)));
        if let Some(before) = before {
            return before.checked(found, request.reach);
        }
        let loaded = load::read(found, request, progress);
        let Judged { checked, drafts, model } = judge(&loaded, request, cost::Asked::default(), progress);
        if let Some(run) = run {
            run.keep(&checked.gathered, drafts, &loaded, request);
        }
        analysis::drop_aside((loaded, model));
        checked
    })
}

/// What a run that proposes promises has found.
pub struct Proposed {
    /// Promises that maps without one could carry, in the order of path and place.
    pub proposals: Vec<Proposal>,
    /// What could not be read or done.
    pub problems: Vec<Problem>,
    /// The files it speaks of.
    pub sources: Sources,
    /// Where they are.
    pub scope: Scope,
}

/// Reads, lowers, analyses, and gathers the promises that declarations under the request's paths could carry.
pub fn propose(request: &Request, progress: &Progress) -> Proposed {
    let found = load::find(request, progress);
    on_threads(request.threads, || {
        let loaded = load::read(found, request, progress);
        progress.stage("analysing");
        let asked = cost::Asked { proposals: true, ..cost::Asked::default() };
        let mut model = analysis::analyse(&loaded.program, asked, None, request.stop);
        let scope = loaded.scope(request.reach);
        let proposals = under_paths(std::mem::take(&mut model.proposals), |proposal| &proposal.map, &scope);
        let sources = sources(Arc::clone(&loaded.project));
        let problems = [loaded.problems.clone(), fault::problems(&model, &sources)].concat();
        analysis::drop_aside((loaded, model));
        Proposed { proposals, problems, sources, scope }
    })
}

/// What an editor shows.
pub struct Examined {
    /// What is found.
    pub checked: Checked,
    /// Promises that maps could carry, as of [`propose`].
    pub proposals: Vec<Proposal>,
}

/// Reads and lowers what the store of the request has not kept.
pub fn load(request: &Request, progress: &Progress) -> Loaded {
    let found = load::find(request, progress);
    on_threads(request.threads, || load::read(found, request, progress))
}

/// Analyses what is loaded and asks the rules; where every map is asked for, also for promises that they could carry.
pub fn examine(loaded: &Loaded, request: &Request, progress: &Progress) -> Examined {
    on_threads(request.threads, || {
        let asked = cost::Asked { proposals: request.inventory, ..cost::Asked::default() };
        let Judged { checked, mut model, .. } = judge(loaded, request, asked, progress);
        let proposals = under_paths(std::mem::take(&mut model.proposals), |proposal| &proposal.map, &checked.scope);
        analysis::drop_aside(model);
        Examined { checked, proposals }
    })
}

/// What the rules find.
struct Judged {
    checked: Checked,
    /// By diagnostic, those of [`rules::Finding`].
    drafts: Vec<Vec<Draft>>,
    /// What was asked.
    model: Model,
}

/// What the rules find in what is loaded. Of what costs the analysis time, there is what a rule asks for beside what is
/// `asked`.
fn judge(loaded: &Loaded, request: &Request, asked: cost::Asked, progress: &Progress) -> Judged {
    let Loaded { project, policy, program, problems, .. } = loaded;
    let enabled = |rule| policy.enables(rule);
    let about = |about| request.rules.set.iter().any(|rule| rule.about == about && enabled(rule.id));
    let asked = cost::Asked {
        lookups: about(rules::About::Lookup),
        remade: about(rules::About::Remade),
        maps: about(rules::About::Map) || request.inventory,
        inventory: request.inventory,
        ..asked
    };
    progress.stage("analysing");
    let recall = store::Recalling::new(request.store, &project.files);
    let mut model = analysis::analyse(program, asked, recall.as_ref().map(|recall| recall as &dyn Recall), request.stop);
    progress.stage("asking the rules");
    let sources = sources(Arc::clone(project));
    let texts = |file| sources.text(file).as_str();
    let Evaluated { findings, times } = rules::evaluate(&request.rules.set, &model, &texts, enabled);
    let (mut diagnostics, mut drafts): (Vec<_>, Vec<_>) =
        findings.into_iter().map(|Finding { diagnostic, drafts }| (diagnostic, drafts)).unzip();
    diagnostics.extend(unparsed_files(program));
    drafts.resize(diagnostics.len(), Vec::new());
    let scope = loaded.scope(request.reach);
    let problems = [problems.clone(), fault::problems(&model, &sources)].concat();
    let gathered = gather(program, diagnostics, problems, scope.asked_for.clone(), model.map_count);
    let inventory = under_paths(std::mem::take(&mut model.inventory), |entry| &entry.map, &scope);
    let checked = Checked { gathered, sources, scope, policy: policy.clone(), rule_times: times, inventory };
    Judged { checked, drafts, model }
}

/// What is about maps that are declared in files that are asked for, in the order of path and place.
fn under_paths<T>(mut found: Vec<T>, map: impl Fn(&T) -> &MapRef, scope: &Scope) -> Vec<T> {
    let file = |one: &T| map(one).declaration.map(|at| at.file.index());
    found.retain(|one| file(one).is_some_and(|file| scope.asked_for[file] != Asked::Nothing));
    found.sort_by_key(|one| (file(one).map(|file| &scope.project.files[file].display), map(one).declaration));
    found
}

/// What the model says of each map access under `paths`: path as shown, 1-based line, and the fact.
/// For tests of the analysis.
pub fn access_facts(paths: &[String], cwd: &Path) -> Vec<(String, u32, AccessFact)> {
    let project = source::discover(paths, cwd, &source::Options::default());
    on_threads(None, || {
        let (program, _) = load::read_program(&project, &Unkept, &Progress::new(false), &Stop::default());
        let asked = cost::Asked { accesses: true, ..cost::Asked::default() };
        let model = analysis::analyse(&program, asked, None, &Stop::default());
        let indices: Vec<Option<LineIndex>> = project.files.iter().map(|file| Some(LineIndex::new(&source::read(file).ok()?))).collect();
        let located = |fact: AccessFact| {
            let file = fact.location.file.index();
            Some((project.files[file].display.clone(), indices[file].as_ref()?.line(fact.location.span.start), fact))
        };
        model.facts.into_iter().filter_map(located).collect()
    })
}

/// The facts of one file as text.
pub fn facts(file: &Path) -> Result<String, Problem> {
    let cwd = working_directory()?;
    let name = file.to_string_lossy().into_owned();
    let project = source::discover(std::slice::from_ref(&name), &cwd, &source::Options { context: false, ..source::Options::default() });
    let nothing = || Problem { file: name.clone(), line: None, message: "not a Go or Rust file".to_owned(), blocking: true };
    let Some(index) = project.files.iter().position(|file| file.requested) else {
        return Err(project.problems.first().map_or_else(nothing, shown));
    };
    let found = &project.files[index];
    let text = source::read(found).map_err(|error| unread(error, true))?;
    Ok(on_threads(None, || facts::dump(&load::lower(&project, found, &text), &text)))
}

/// The working directory.
pub fn working_directory() -> Result<PathBuf, Problem> {
    std::env::current_dir().map_err(|error| {
        let message = format!("the working directory cannot be told: {error}");
        Problem { file: String::new(), line: None, message, blocking: true }
    })
}

/// A file that could not be read: a failure where it was asked for.
fn unread(error: source::Error, requested: bool) -> Problem {
    Problem { blocking: requested, ..shown(&error.into()) }
}

fn shown(problem: &source::Problem) -> Problem {
    Problem { file: problem.path.clone(), line: problem.line, message: problem.message.clone(), blocking: problem.fatal }
}

/// Runs `work` on a pool of threads with large stacks; on this thread where none can be started.
fn on_threads<T: Send>(threads: Option<NonZeroUsize>, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).num_threads(threads.map_or(0, NonZeroUsize::get)).build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

fn unparsed_files(program: &Program) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, facts) in program.files.iter().enumerate() {
        let file = file_id(index);
        let package = package_of(program, file);
        found.extend(facts.losses.iter().map(|loss| report::unparsed_file(Location { file, span: loss.span }, package, &loss.message)));
    }
    found
}

fn package_of(program: &Program, file: FileId) -> &str {
    program.info(file).unit.map_or("", |unit| program.units[unit.index()].path.as_str())
}

/// What is asked for of each file. By file: whether it `is_generated`, and whether such a one is wanted all the same.
fn asked_for(is_generated: &[bool], project: &Project, reach: Reach, wants_generated: &[bool]) -> Vec<Asked> {
    let is_named = project.files.iter().any(|file| file.named);
    let of_file = |file: &SourceFile| match reach {
        Reach::All => Asked::All,
        Reach::Paths if file.requested => Asked::All,
        Reach::NewBesideNamed if file.named => Asked::All,
        Reach::NewBesideNamed | Reach::New if file.requested || is_named => Asked::New,
        Reach::Paths | Reach::NewBesideNamed | Reach::New => Asked::Nothing,
    };
    let files = project.files.iter().zip(is_generated).zip(wants_generated);
    files.map(|((file, generated), wanted)| if *generated && !wanted { Asked::Nothing } else { of_file(file) }).collect()
}

fn gather(program: &Program, diagnostics: Vec<Diagnostic>, problems: Vec<Problem>, asked_for: Vec<Asked>, maps: usize) -> Gathered {
    let mut directives = Vec::new();
    let mut declarations = Vec::new();
    let mut packages = BTreeMap::new();
    for (index, facts) in program.files.iter().enumerate() {
        let file = file_id(index);
        directives.extend(facts.directives.iter().map(|directive| (file, directive.clone())));
        if !facts.directives.is_empty() {
            packages.insert(file, package_of(program, file).to_owned());
            let at = |span: Span, name: Span| Declaration { location: Location { file, span }, name };
            declarations.extend(facts.functions.iter().map(|function| at(function.span, function.name_span)));
            declarations.extend(facts.types.iter().map(|ty| at(ty.span, ty.name_span)));
        }
    }
    let files = program.infos.iter().filter(|info| info.requested).count();
    Gathered { diagnostics, problems, directives, declarations, packages, asked_for, files, maps }
}

fn sources(project: Arc<Project>) -> Sources {
    let paths = project.files.iter().map(|file| file.display.clone()).collect();
    Sources::new(paths, Box::new(move |file| source::read(&project.files[file.index()]).ok()))
}

fn file_id(index: usize) -> FileId {
    FileId(u32::try_from(index).expect("a run has fewer than 2^32 files"))
}
