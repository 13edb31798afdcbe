//! One `maplint.toml`, ready to be asked.

use super::file::{ConfigFile, Models, Required};
use super::pattern::Patterns;
use super::read::{Fault, Text, read};
use crate::diagnostic::Severity;
use crate::facts::Requirement;
use crate::report::{Layer, Problem, RuleInfo, known};
use crate::source::{self, display, join};
use std::path::{Path, PathBuf};

/// One config: a file, or the defaults where there is none.
#[derive(Clone, Debug)]
pub struct Config {
    /// As shown; empty for the defaults.
    pub(super) shown: String,
    pub(super) text: Text,
    pub(super) file: ConfigFile,
    rule_folders: Vec<RuleFolder>,
    layer: Layer,
    exclude: Patterns,
    overrides: Vec<(Patterns, Layer)>,
    required: Vec<(Option<Patterns>, Requirement)>,
}

/// A folder of rule files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFolder {
    /// As messages show it; relative to the working directory.
    pub path: PathBuf,
    /// Nothing outside this folder is read; `None`: the user named the folder on the command line.
    pub within: Option<PathBuf>,
}

/// Where a config stands, all absolute but `shown`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) file: &'a Path,
    /// Its patterns are relative to this folder.
    pub(super) base: &'a Path,
    /// It may read nothing outside this one.
    pub(super) limit: &'a Path,
    /// The working directory.
    pub(super) cwd: &'a Path,
}

impl Config {
    /// The config of a file that was found, and that is read only inside its limit; all that is wrong with
    /// it is told.
    pub(super) fn found(place: Place) -> Result<Config, Vec<Problem>> {
        Config::read(place, source::text_inside(place.file, place.limit))
    }

    /// The config of a file that the user named, wherever links lead from there.
    pub(super) fn named(place: Place) -> Result<Config, Vec<Problem>> {
        Config::read(place, source::read_text(place.file))
    }

    fn read(place: Place, text: Result<String, source::Error>) -> Result<Config, Vec<Problem>> {
        let shown = display(place.file, place.cwd);
        let text = text.map_err(|error| vec![unreadable(&shown, error)])?;
        Config::of_text(Text::new(text), place, shown)
    }

    fn of_text(text: Text, place: Place, shown: String) -> Result<Config, Vec<Problem>> {
        let told = |faults: &[Fault]| faults.iter().map(|fault| problem(&shown, &text, fault.at, &fault.message)).collect();
        let file = read(&text.text).map_err(|faults| told(&faults))?;
        let mut faults = Vec::new();
        let rule_folders = rule_folders(&file, place, &mut faults);
        let exclude = Patterns::new(place.base, &file.exclude, &mut faults);
        let overrides = file.overrides.iter().map(|one| (Patterns::new(place.base, &one.paths, &mut faults), one.layer())).collect();
        let mut required = Vec::new();
        for Required { paths, exported, kinds, marker } in &file.contracts.require {
            let patterns = (!paths.is_empty()).then(|| Patterns::new(place.base, paths, &mut faults));
            required.push((patterns, Requirement { exported: *exported, kinds: kinds.clone(), marker: marker.clone() }));
        }
        if !faults.is_empty() {
            faults.sort_by_key(|fault| fault.at);
            return Err(told(&faults));
        }
        Ok(Config { layer: file.rules.layer(), shown, text, file, rule_folders, exclude, overrides, required })
    }

    /// What holds where there is no file.
    pub(super) fn defaults() -> Config {
        Config {
            shown: String::new(),
            text: Text::new(String::new()),
            file: ConfigFile::default(),
            rule_folders: Vec::new(),
            layer: Layer::default(),
            exclude: Patterns::new(Path::new(""), &Vec::new(), &mut Vec::new()),
            overrides: Vec::new(),
            required: Vec::new(),
        }
    }

    /// The file as shown: relative to the working directory; `None` for the defaults.
    pub fn shown(&self) -> Option<&str> {
        (!self.shown.is_empty()).then_some(self.shown.as_str())
    }

    /// The names in it that are of no rule and no category, each with its line.
    pub fn unknown_names(&self, rules: &[RuleInfo]) -> Vec<Problem> {
        let names = self.file.names();
        let unknown = names.filter_map(|name| Some((name.span().start, known(name.get_ref(), rules).err()?)));
        unknown.map(|(at, unknown)| problem(&self.shown, &self.text, at, &unknown.to_string())).collect()
    }

    /// Its folders of rules.
    pub fn rule_folders(&self) -> &[RuleFolder] {
        &self.rule_folders
    }

    /// What it says of libraries.
    pub fn models(&self) -> &Models {
        &self.file.models
    }

    /// The level from which on findings fail a run.
    pub fn fail_on(&self) -> Severity {
        self.file.fail_on
    }

    /// The requirements that name maps of this file, in order.
    pub fn requirements_of(&self, file: &Path) -> Vec<&Requirement> {
        let here = self.required.iter().filter(|(patterns, _)| patterns.as_ref().is_none_or(|patterns| patterns.matches(file)));
        here.map(|(_, requirement)| requirement).collect()
    }

    pub(super) fn excludes(&self, file: &Path) -> bool {
        self.exclude.matches(file)
    }

    /// Which of the overrides hold in a file.
    pub(super) fn overrides_of(&self, file: &Path) -> Vec<usize> {
        (0..self.overrides.len()).filter(|index| self.overrides[*index].0.matches(file)).collect()
    }

    /// Its own levels, then those of `overrides`.
    pub(super) fn layers<'c>(&'c self, overrides: &[usize]) -> impl Iterator<Item = &'c Layer> {
        std::iter::once(&self.layer).chain(overrides.iter().map(|index| &self.overrides[*index].1))
    }
}

fn rule_folders(file: &ConfigFile, place: Place, faults: &mut Vec<Fault>) -> Vec<RuleFolder> {
    let folder = place.file.parent().unwrap_or(place.limit);
    let mut folders = Vec::new();
    for text in &file.rules.paths {
        let path = join(folder, text.get_ref());
        if path.starts_with(place.limit) {
            let path = path.strip_prefix(place.cwd).unwrap_or(&path).to_owned();
            folders.push(RuleFolder { path, within: Some(place.limit.to_owned()) });
        } else {
            faults.push(Fault { at: text.span().start, message: format!("`{}` leads out of the repository", text.get_ref()) });
        }
    }
    folders
}

fn problem(file: &str, text: &Text, at: usize, message: &str) -> Problem {
    Problem { file: file.to_owned(), line: Some(text.line(at)), message: message.to_owned(), blocking: true }
}

fn unreadable(shown: &str, error: source::Error) -> Problem {
    let source::Problem { line, message, .. } = error.into();
    Problem { file: shown.to_owned(), line, message, blocking: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::DeclarationKind;

    fn config(text: &str) -> Result<Config, Vec<String>> {
        let place =
            Place { file: Path::new("/r/sub/maplint.toml"), base: Path::new("/r/sub"), limit: Path::new("/r"), cwd: Path::new("/r") };
        let told = |problem: Problem| format!("{}:{}: {}", problem.file, problem.line.unwrap_or(0), problem.message);
        Config::of_text(Text::new(text.to_owned()), place, "sub/maplint.toml".to_owned())
            .map_err(|problems| problems.into_iter().map(told).collect())
    }

    #[test]
    fn rule_folders_are_relative_and_stay_in_the_repository() {
        let folders = |text: &str| config(text).map(|config| config.rule_folders().to_vec());
        let folder = |path: &str| RuleFolder { path: path.into(), within: Some("/r".into()) };
        assert_eq!(folders("rules.paths = ['lint', '../shared']"), Ok(vec![folder("sub/lint"), folder("shared")]));
        let refused = "[rules]\npaths = [\n  '../../x',\n  '/etc']\n";
        let expected = ["3: `../../x` leads out of the repository", "4: `/etc` leads out of the repository"];
        assert_eq!(folders(refused), Err(expected.map(|told| format!("sub/maplint.toml:{told}")).to_vec()));
    }

    #[test]
    fn patterns_that_name_nothing_are_refused_with_their_line() {
        let told = config("exclude = ['a',\n'../b']\n[[overrides]]\npaths = ['']").expect_err("two are refused");
        assert!(told[0].starts_with("sub/maplint.toml:2: ") && told[1].starts_with("sub/maplint.toml:4: "), "{told:?}");
    }

    #[test]
    fn requirements_are_of_the_files_that_they_name() {
        let text = "[[contracts.require]]\npaths = ['core/']\nexported = true\nkinds = ['field', 'static']\n\
                    [[contracts.require]]\nmarker = 'owner: storage'\n";
        let config = config(text).expect("it is well formed");
        let core = Requirement { exported: Some(true), kinds: vec![DeclarationKind::Field, DeclarationKind::Static], marker: None };
        let marked = Requirement { marker: Some("owner: storage".to_owned()), ..Requirement::default() };
        assert_eq!(config.requirements_of(Path::new("/r/sub/core/a.go")), [&core, &marked]);
        assert_eq!(config.requirements_of(Path::new("/r/sub/a.go")), [&marked]);
    }
}
