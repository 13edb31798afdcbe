//! From paths to a program: files are found, read and lowered, and joined with what configs say.

use super::store::FactStore;
use super::{Request, Scope, asked_for, fault, libraries, required, shown, unread};
use crate::analysis::Stop;
use crate::analysis::fault::caught;
use crate::config::ByFile;
use crate::facts::{FileFacts, FileInfo, Program, ProgramBuilder, Unit};
use crate::frontend::{go, rust};
use crate::report::{Policy, Problem, Progress};
use crate::source::{self, Language, Project, SourceFile};
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// A program that has been read, with what holds in its files.
pub struct Loaded {
    pub(super) project: Arc<Project>,
    pub(super) program: Program,
    /// What is shown in which file.
    pub(super) policy: Policy,
    /// By file: it is reported on though it is generated.
    pub(super) generated: Vec<bool>,
    /// What could not be read or done.
    pub(super) problems: Vec<Problem>,
    /// By file: its facts without bodies, once somebody asks.
    pub(super) heads: Vec<OnceLock<Arc<FileFacts>>>,
}

impl Loaded {
    pub(super) fn no_heads(project: &Project) -> Vec<OnceLock<Arc<FileFacts>>> {
        std::iter::repeat_with(OnceLock::new).take(project.files.len()).collect()
    }

    /// The facts of all files, linked: what the analysis is asked about.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The files, and which of them a request with this reach asks for.
    pub(super) fn scope(&self, reach: super::Reach) -> Scope {
        let is_generated: Vec<bool> = self.program.files.iter().map(|facts| facts.generated).collect();
        let asked_for = asked_for(&is_generated, &self.project, reach, &self.generated);
        Scope { project: Arc::clone(&self.project), asked_for }
    }
}

/// Files that were found.
pub(super) struct Found {
    pub(super) project: Project,
    pub(super) terms: ByFile,
    pub(super) problems: Vec<Problem>,
}

/// Finds the files that are asked for, and those around them.
pub(super) fn find(request: &Request, progress: &Progress) -> Found {
    progress.stage("finding files");
    let (project, terms, problems) = discover(request, true);
    Found { project, terms, problems }
}

/// Reads what was found, on the pool of threads that this runs on.
pub(super) fn read(found: Found, request: &Request, progress: &Progress) -> Loaded {
    let Found { project, terms: ByFile { policy, generated, .. }, mut problems } = found;
    let (mut program, unread) = read_program(&project, request.store, progress, request.stop);
    problems.extend(unread);
    let models = request.settings.run().models();
    program.go.extend(&models.go);
    program.rust.extend(&models.rust);
    program.requirements = required::requirements(request.settings, &project, &program);
    Loaded { heads: Loaded::no_heads(&project), project: Arc::new(project), program, policy, generated, problems }
}

/// The files that are asked for, with `context` also those around them; and what holds in each.
pub(super) fn discover(request: &Request, context: bool) -> (Project, ByFile, Vec<Problem>) {
    let paths: Vec<String> = request.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let options = source::Options { context, overlay: request.overlay.clone() };
    let mut project = source::discover(&paths, request.settings.folder(), &options);
    let mut problems: Vec<Problem> = project.problems.iter().map(shown).collect();
    let by_file = request.settings.by_file(&project.files, &request.rules.infos);
    problems.extend_from_slice(&by_file.problems);
    for (file, excluded) in project.files.iter_mut().zip(&by_file.excluded) {
        file.requested &= !excluded;
        file.named &= !excluded;
    }
    (project, by_file, problems)
}

/// The facts of a file, were `text` its text.
pub(super) fn lower(project: &Project, file: &SourceFile, text: &str) -> FileFacts {
    let mut facts = match file.language {
        Language::Go => go::lower(text, &file.display),
        Language::Rust => rust::lower(text, edition(project, file)),
    };
    facts.build = file.build_constraint(text);
    facts
}

/// The edition of the crate that a file belongs to.
pub(super) fn edition(project: &Project, file: &SourceFile) -> u16 {
    project.units.get(file.unit).map_or(2015, |unit| unit.edition)
}

/// The facts of a file. The error says that it cannot be read, or that lowering it failed, which is ours to mend.
pub(super) fn lowered(project: &Project, file: &SourceFile, store: &dyn FactStore) -> Result<Arc<FileFacts>, Problem> {
    let facts = || store.of_file(file, edition(project, file), &|text| lower(project, file, text));
    caught(facts).map_err(|reason| fault::in_file(&file.display, &reason))?.map_err(|error| unread(error, file.requested))
}

/// Reads and lowers all files in parallel. A file that cannot be read has no facts; one whose
/// lowering fails is ours to mend, and said.
pub(super) fn read_program(project: &Project, store: &dyn FactStore, progress: &Progress, stop: &Stop) -> (Program, Vec<Problem>) {
    progress.files("reading", project.files.len());
    let read = |file: &SourceFile| {
        if stop.is_set() {
            return Ok(Arc::default());
        }
        let lowered = lowered(project, file, store);
        progress.tick();
        lowered
    };
    // One by one: of a quarter of the files, which a thread would take otherwise, the others have nothing.
    let lowered: Vec<Result<Arc<FileFacts>, Problem>> = project.files.par_iter().with_max_len(1).map(read).collect();
    let mut builder = ProgramBuilder::new(go::library(), rust::library());
    let mut problems = Vec::new();
    let mut clauses = Vec::with_capacity(lowered.len());
    let mut imports = Vec::with_capacity(lowered.len());
    for (file, facts) in project.files.iter().zip(lowered) {
        let facts = facts.unwrap_or_else(|problem| {
            problems.push(problem);
            Arc::default()
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
            go_version: unit.go_version,
            dependencies: unit.dependencies,
        });
    }
    let mut program = builder.finish();
    progress.stage("reading libraries");
    if !stop.is_set() {
        program.libraries = store.of_libraries(libraries::wanted(&project.libraries, &program), &libraries::read);
    }
    (program, problems)
}
