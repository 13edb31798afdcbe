//! What holds in a run: flags over the configs that are nearest to its files.

use super::file::NAME;
use super::loaded::{Config, Place, RuleFolder};
use crate::diagnostic::{Confidence, Severity};
use crate::report::{Layer, Policy, Problem, RuleInfo, Selection, Terms, known};
use crate::source::{Nearest, SourceFile, base_folder, join};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which configs hold.
#[derive(Clone, Copy, Debug)]
pub enum Choice<'a> {
    /// The one nearest to each file.
    Nearest,
    /// This one, everywhere; its patterns are relative to the working directory.
    File(&'a Path),
    /// None.
    Defaults,
}

/// What the command line says; stronger than every config.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The levels.
    pub layer: Layer,
    /// `--min-confidence`.
    pub min_confidence: Option<Confidence>,
    /// `--min-severity`.
    pub min_severity: Option<Severity>,
    /// `--fail-on`.
    pub fail_on: Option<Severity>,
    /// `--generated`.
    pub generated: bool,
}

/// What holds in a run.
#[derive(Debug)]
pub struct Settings {
    flags: Flags,
    run: Arc<Config>,
    /// The folder from which configs are looked for, where each file has its own.
    base: Option<PathBuf>,
    cwd: PathBuf,
}

/// What holds in the files of a run, by their ids.
#[derive(Debug)]
pub struct ByFile {
    /// The rules, their levels, and what is shown.
    pub policy: Policy,
    /// Nothing is reported in the file.
    pub excluded: Vec<bool>,
    /// The file is reported on though it is generated.
    pub generated: Vec<bool>,
    /// Configs that could not be read, or name what there is not; their files have the defaults.
    pub problems: Vec<Problem>,
}

impl Settings {
    /// Reads the config of a run over `paths` (as on the command line) from `cwd`. An error is all that
    /// is wrong with it.
    pub fn new(choice: Choice, flags: Flags, paths: &[PathBuf], cwd: &Path) -> Result<Settings, Vec<Problem>> {
        let cwd = join(cwd, ".");
        let mut base = None;
        let run = match choice {
            Choice::Defaults => Config::defaults(),
            Choice::File(file) => Config::of_file(file, &cwd)?,
            Choice::Nearest => {
                let start = base_folder(paths, &cwd);
                let config = nearest(&mut Nearest::new(NAME, &start), &start, &cwd)?;
                base = Some(start);
                config
            }
        };
        Ok(Settings { flags, run: Arc::new(run), base, cwd })
    }

    /// The folder that the run is about: relative paths start there.
    pub fn folder(&self) -> &Path {
        &self.cwd
    }

    /// The run's own config.
    pub fn run(&self) -> &Config {
        &self.run
    }

    /// The level from which on findings fail the run.
    pub fn fail_on(&self) -> Severity {
        self.flags.fail_on.unwrap_or(self.run.fail_on())
    }

    /// The folders of rules: those of the command line, then those of the config, each once.
    pub fn rule_folders(&self, of_flags: &[PathBuf]) -> Vec<RuleFolder> {
        let mut folders: Vec<_> = of_flags.iter().map(|path| RuleFolder { path: path.clone(), within: None }).collect();
        for folder in self.run.rule_folders() {
            if !folders.iter().any(|other| join(&self.cwd, &other.path) == join(&self.cwd, &folder.path)) {
                folders.push(folder.clone());
            }
        }
        folders
    }

    /// Names in the flags and in the run's own config that are of no rule and no category.
    pub fn unknown_names(&self, rules: &[RuleInfo]) -> Vec<Problem> {
        let of_flags = self.flags.layer.names().filter_map(|name| known(name, rules).err());
        let of_flags = of_flags.map(|unknown| Problem { file: String::new(), line: None, message: unknown.to_string(), blocking: true });
        of_flags.chain(self.run.unknown_names(rules)).collect()
    }

    /// What holds in each of `files`. Only those that are asked for have terms of their own: nothing is
    /// reported in the others.
    pub fn by_file(&self, files: &[SourceFile], rules: &[RuleInfo]) -> ByFile {
        let mut configs = Configs { settings: self, rules, by_folder: BTreeMap::new(), by_path: BTreeMap::new(), problems: Vec::new() };
        let mut finder = self.base.as_ref().map(|base| Nearest::new(NAME, base));
        let mut terms = vec![self.terms(&self.run, &[], rules)];
        let mut index_of: BTreeMap<(usize, Vec<usize>), usize> = BTreeMap::new();
        let mut found =
            ByFile { policy: Policy::everywhere(terms[0].clone()), excluded: Vec::new(), generated: Vec::new(), problems: Vec::new() };
        let mut of_file = Vec::with_capacity(files.len());
        for file in files {
            if !file.requested {
                found.excluded.push(false);
                found.generated.push(false);
                of_file.push(0);
                continue;
            }
            let (config, number) = match &mut finder {
                Some(finder) => configs.of(file.path.parent().unwrap_or(&self.cwd), finder),
                None => (Arc::clone(&self.run), 0),
            };
            found.excluded.push(config.excludes(&file.path));
            found.generated.push(self.flags.generated || config.file.generated);
            let overrides = config.overrides_of(&file.path);
            let index = *index_of.entry((number, overrides)).or_insert_with_key(|(_, overrides)| {
                terms.push(self.terms(&config, overrides, rules));
                terms.len() - 1
            });
            of_file.push(index);
        }
        found.policy = Policy::by_file(terms, of_file);
        found.problems = configs.problems;
        found
    }

    fn terms(&self, config: &Config, overrides: &[usize], rules: &[RuleInfo]) -> Terms {
        let layers: Vec<&Layer> = config.layers(overrides).chain([&self.flags.layer]).collect();
        Terms {
            selection: Selection::new(layers, rules),
            min_confidence: self.flags.min_confidence.unwrap_or(config.file.min_confidence),
            min_severity: self.flags.min_severity.unwrap_or(config.file.min_severity),
        }
    }
}

/// The configs that were read for the files of a run, each once.
struct Configs<'s> {
    settings: &'s Settings,
    rules: &'s [RuleInfo],
    by_folder: BTreeMap<PathBuf, (Arc<Config>, usize)>,
    by_path: BTreeMap<Option<PathBuf>, (Arc<Config>, usize)>,
    problems: Vec<Problem>,
}

impl Configs<'_> {
    /// The config of the files in a folder, and its number.
    fn of(&mut self, folder: &Path, finder: &mut Nearest) -> (Arc<Config>, usize) {
        if let Some(known) = self.by_folder.get(folder) {
            return known.clone();
        }
        let path = finder.find(folder);
        let known = match self.by_path.get(&path) {
            Some(known) => known.clone(),
            None => {
                let numbered = (Arc::new(self.read(path.as_deref(), finder)), self.by_path.len());
                self.by_path.insert(path, numbered.clone());
                numbered
            }
        };
        self.by_folder.insert(folder.to_owned(), known.clone());
        known
    }

    fn read(&mut self, path: Option<&Path>, finder: &mut Nearest) -> Config {
        let Some(path) = path else { return Config::defaults() };
        let folder = path.parent().unwrap_or(path);
        let limit = finder.limit(folder);
        match Config::found(Place { file: path, base: folder, limit: &limit, cwd: &self.settings.cwd }) {
            Ok(config) => {
                // The rules of a config that is not the run's own are not loaded: they may be what it names.
                if config.rule_folders().is_empty() {
                    self.problems.extend(config.unknown_names(self.rules));
                }
                config
            }
            Err(problems) => {
                self.problems.extend(problems);
                Config::defaults()
            }
        }
    }
}

impl Config {
    /// The config that the user names, whose patterns are relative to `cwd`.
    pub fn of_file(file: &Path, cwd: &Path) -> Result<Config, Vec<Problem>> {
        let file = join(cwd, file);
        let limit = Nearest::new(NAME, cwd).limit(file.parent().unwrap_or(cwd));
        Config::named(Place { file: &file, base: cwd, limit: &limit, cwd })
    }

    /// The config that holds for a file, or for those in a folder; the defaults where there is none.
    pub fn nearest_to(path: &Path, cwd: &Path) -> Result<Config, Vec<Problem>> {
        let base = base_folder(&[path.to_owned()], cwd);
        let path = join(cwd, path);
        let folder = if path.is_file() { path.parent().unwrap_or(cwd) } else { &path };
        nearest(&mut Nearest::new(NAME, &base), folder, cwd)
    }
}

/// The config nearest to a folder; the defaults where there is none.
fn nearest(finder: &mut Nearest, folder: &Path, cwd: &Path) -> Result<Config, Vec<Problem>> {
    let Some(file) = finder.find(folder) else { return Ok(Config::defaults()) };
    let limit = finder.limit(folder);
    Config::found(Place { file: &file, base: file.parent().unwrap_or(folder), limit: &limit, cwd })
}

#[cfg(test)]
mod tests;
