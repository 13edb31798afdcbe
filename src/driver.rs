//! The stages called in order: read this file second.
//!
//! `source` finds files, the front ends lower each to facts on its own thread, `analysis` joins
//! them to the model, `rules` asks the model. What comes out is for `report`.

mod libraries;
mod required;

use crate::analysis::cost;
use crate::analysis::promise::Proposal;
use crate::analysis::{self, Model, model::AccessFact};
use crate::config::{ByFile, RuleFolder, Settings};
use crate::diagnostic::inventory::Entry;
use crate::diagnostic::{Diagnostic, MapRef, RuleId};
use crate::facts::{self, Directive, FileFacts, FileInfo, Program, ProgramBuilder, Unit};
use crate::frontend::{go, rust};
use crate::report::{self, Asked, Declaration, Gathered, Policy, Problem, Progress, RuleInfo, Sources};
use crate::rules::{self, Evaluated, RuleSet};
use crate::source::{self, FileId, Language, LineIndex, Location, Overlay, Project, SourceFile, Span};
use rayon::prelude::*;
use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
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
    /// Also gather every map.
    pub inventory: bool,
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
        on_threads(Some(NonZeroUsize::MIN), || lower(&self.project, &self.project.files[file.index()], text).directives)
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
    let (project, _, problems) = discover(request, false);
    (project.files.into_iter().filter(|file| file.requested).map(|file| file.display).collect(), problems)
}

/// Reads, lowers, analyses, and asks the rules.
pub fn check(request: &Request, progress: &Progress) -> Checked {
    progress.stage("finding files");
    let (project, ByFile { policy, generated, .. }, mut problems) = discover(request, true);
    on_threads(request.threads, || {
        let enabled = |rule| policy.enables(rule);
        let about = |about| request.rules.set.iter().any(|rule| rule.about == about && enabled(rule.id));
        let asked = cost::Asked {
            lookups: about(rules::About::Lookup),
            remade: about(rules::About::Remade),
            proposals: false,
            inventory: request.inventory,
        };
        let (program, mut model) = understand(request, &project, asked, progress, &mut problems);
        progress.stage("asking the rules");
        let Evaluated { mut findings, times } = rules::evaluate(&request.rules.set, &model, enabled);
        findings.extend(unparsed_files(&program));
        let asked_for = asked_for(&program, &project, request.reach, &generated);
        let gathered = gather(&program, findings, problems, asked_for.clone(), model.map_count);
        let inventory = under_paths(std::mem::take(&mut model.inventory), |entry| &entry.map, &project, &asked_for);
        analysis::drop_aside((program, model));
        let project = Arc::new(project);
        Checked {
            gathered,
            sources: sources(Arc::clone(&project)),
            scope: Scope { project, asked_for },
            policy,
            rule_times: times,
            inventory,
        }
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
    progress.stage("finding files");
    let (project, ByFile { generated, .. }, mut problems) = discover(request, true);
    on_threads(request.threads, || {
        let asked = cost::Asked { proposals: true, ..cost::Asked::default() };
        let (program, mut model) = understand(request, &project, asked, progress, &mut problems);
        let asked_for = asked_for(&program, &project, request.reach, &generated);
        let proposals = under_paths(std::mem::take(&mut model.proposals), |proposal| &proposal.map, &project, &asked_for);
        analysis::drop_aside((program, model));
        let project = Arc::new(project);
        Proposed { proposals, problems, sources: sources(Arc::clone(&project)), scope: Scope { project, asked_for } }
    })
}

/// What is about maps that are declared in files that are asked for, in the order of path and place.
fn under_paths<T>(mut found: Vec<T>, map: impl Fn(&T) -> &MapRef, project: &Project, asked_for: &[Asked]) -> Vec<T> {
    let file = |one: &T| map(one).declaration.map(|at| at.file.index());
    found.retain(|one| file(one).is_some_and(|file| asked_for[file] != Asked::Nothing));
    found.sort_by_key(|one| (file(one).map(|file| &project.files[file].display), map(one).declaration));
    found
}

/// The facts of a project, and the model of them.
fn understand(
    request: &Request,
    project: &Project,
    asked: cost::Asked,
    progress: &Progress,
    problems: &mut Vec<Problem>,
) -> (Program, Model) {
    let (mut program, unread) = read_program(project, progress);
    problems.extend(unread);
    let models = request.settings.run().models();
    program.go.extend(&models.go);
    program.rust.extend(&models.rust);
    program.requirements = required::requirements(request.settings, project, &program);
    progress.stage("analysing");
    let (model, ours) = analyse(&program, asked);
    problems.extend(ours);
    (program, model)
}

/// The files that are asked for, with `context` also those around them; and what holds in each.
fn discover(request: &Request, context: bool) -> (Project, ByFile, Vec<Problem>) {
    let paths: Vec<String> = request.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let (cwd, mut problems) = match working_directory() {
        Ok(cwd) => (cwd, Vec::new()),
        Err(problem) => (PathBuf::from("."), vec![problem]),
    };
    let options = source::Options { context, overlay: request.overlay.clone() };
    let mut project = source::discover(&paths, &cwd, &options);
    problems.extend(project.problems.iter().map(shown));
    let by_file = request.settings.by_file(&project.files, &request.rules.infos);
    problems.extend_from_slice(&by_file.problems);
    for (file, excluded) in project.files.iter_mut().zip(&by_file.excluded) {
        file.requested &= !excluded;
        file.named &= !excluded;
    }
    (project, by_file, problems)
}

/// What the model says of each map access under `paths`: path as shown, 1-based line, and the fact.
/// For tests of the analysis.
pub fn access_facts(paths: &[String], cwd: &Path) -> Vec<(String, u32, AccessFact)> {
    let project = source::discover(paths, cwd, &source::Options::default());
    on_threads(None, || {
        let (program, _) = read_program(&project, &Progress::new(false));
        let (model, _) = analyse(&program, cost::Asked::default());
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
    Ok(on_threads(None, || facts::dump(&lower(&project, found, &text), &text)))
}

/// The working directory.
pub fn working_directory() -> Result<PathBuf, Problem> {
    std::env::current_dir().map_err(|error| {
        let message = format!("the working directory cannot be told: {error}");
        Problem { file: String::new(), line: None, message, blocking: true }
    })
}

/// What `work` gives; a panic in it is a fault of maplint's own, which is told and stops nothing else.
/// `told` says what failed, and what to send with a report.
fn ours<T>(file: &str, told: &str, work: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let message = format!("maplint failed {told} ({})", panic_message(&*panic));
        Problem { file: file.to_owned(), line: None, message, blocking: true }
    })
}

/// The words of a panic.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("it does not say why")
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

fn lower(project: &Project, file: &SourceFile, text: &str) -> FileFacts {
    let mut facts = match file.language {
        Language::Go => go::lower(text, &file.display),
        Language::Rust => rust::lower(text, project.units.get(file.unit).map_or(2015, |unit| unit.edition)),
    };
    facts.build = file.build_constraint(text);
    facts
}

/// Reads and lowers all files in parallel. A file that cannot be read has no facts; one whose
/// lowering fails is ours to mend, and said.
fn read_program(project: &Project, progress: &Progress) -> (Program, Vec<Problem>) {
    progress.files("reading", project.files.len());
    let read = |file: &SourceFile| {
        let lowered = match source::read(file) {
            Ok(text) => {
                ours(&file.display, "on this file; please report it with the file: the rest is checked", || lower(project, file, &text))
            }
            Err(error) => Err(unread(error, file.requested)),
        };
        progress.tick();
        lowered
    };
    // One by one: of a quarter of the files, which a thread would take otherwise, the others have nothing.
    let lowered: Vec<Result<FileFacts, Problem>> = project.files.par_iter().with_max_len(1).map(read).collect();
    let mut builder = ProgramBuilder::new(go::library(), rust::library());
    let mut problems = Vec::new();
    let mut clauses = Vec::with_capacity(lowered.len());
    let mut imports = Vec::with_capacity(lowered.len());
    for (file, facts) in project.files.iter().zip(lowered) {
        let facts = facts.unwrap_or_else(|problem| {
            problems.push(problem);
            FileFacts::default()
        });
        clauses.push(facts.package);
        imports.push(facts.import_paths().collect::<Vec<_>>());
        let info = FileInfo {
            language: file.language,
            path: file.display.clone(),
            unit: None,
            module: file.module.clone(),
            requested: file.requested,
            test: file.test,
        };
        builder.file(info, facts);
    }
    for unit in project.packages(|file| clauses[file.index()], |file| imports[file.index()].clone()) {
        builder.unit(Unit {
            language: unit.language,
            path: unit.path,
            name: unit.name,
            files: unit.files,
            module: unit.module,
            is_main: unit.is_main,
            is_test: unit.is_test,
            edition: unit.edition,
            dependencies: unit.dependencies,
        });
    }
    let mut program = builder.finish();
    progress.stage("reading libraries");
    program.libraries = libraries::read(&project.libraries, &program);
    (program, problems)
}

/// The model of both languages. A failure in one costs only that one's findings.
fn analyse(program: &Program, asked: cost::Asked) -> (Model, Vec<Problem>) {
    match ours("", "while analysing; please report it with the project", || analysis::analyse(program, asked)) {
        Ok(model) => (model, Vec::new()),
        Err(problem) => (Model::default(), vec![problem]),
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

/// What is asked for of each file; `generated`, by file: also where it is generated.
fn asked_for(program: &Program, project: &Project, reach: Reach, generated: &[bool]) -> Vec<Asked> {
    let is_named = project.files.iter().any(|file| file.named);
    let of_file = |file: &SourceFile| match reach {
        Reach::All => Asked::All,
        Reach::Paths if file.requested => Asked::All,
        Reach::NewBesideNamed if file.named => Asked::All,
        Reach::NewBesideNamed | Reach::New if file.requested || is_named => Asked::New,
        Reach::Paths | Reach::NewBesideNamed | Reach::New => Asked::Nothing,
    };
    let files = project.files.iter().zip(&program.files).zip(generated);
    files.map(|((file, facts), generated)| if facts.generated && !generated { Asked::Nothing } else { of_file(file) }).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_ours_is_a_problem() {
        assert_eq!(ours("a.go", "here", || 1), Ok(1));
        let told = |work: fn()| ours("a.go", "here", work).map_err(|problem| (problem.blocking, problem.message));
        assert_eq!(told(|| panic!("no such node")), Err((true, "maplint failed here (no such node)".to_owned())));
        assert_eq!(told(|| panic!("node {}", 7)), Err((true, "maplint failed here (node 7)".to_owned())));
        assert_eq!(told(|| std::panic::panic_any(7)), Err((true, "maplint failed here (it does not say why)".to_owned())));
    }
}
