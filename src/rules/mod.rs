//! The rule engine: loads rule files, checks them against the model's schema, asks the model, and
//! words the answers.
//!
//! A rule is one file, `rules/<id>.md`: its declaration in front matter, then its page. No code names
//! a rule; the folder is the list, and `build.rs` embeds it. `rules/README.md` says how a rule is
//! written and which fields there are.

mod condition;
mod cost;
mod declaration;
mod docs;
mod error;
mod evaluate;
mod page;
mod schema;
mod subjects;
mod template;
#[cfg(test)]
mod tests;

pub use declaration::{CATEGORIES, Declaration, Default};
pub use docs::{fields_markdown, index_markdown};
pub use error::{Problem, RuleError, RuleErrors, nearest};
pub use evaluate::{Evaluated, FAULT_CATEGORY, Finding, evaluate};
pub use schema::{About, FieldInfo, Type};

use crate::diagnostic::RuleId;
use crate::source::texts_in_folder;
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// The rules of a run, by id.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

/// One rule. Its declaration's fields are reached directly: `rule.summary`.
#[derive(Debug)]
pub struct Rule {
    /// The name: the file's stem.
    pub id: RuleId,
    /// The page in Markdown, its title first.
    pub page: String,
    /// The file, as messages show it.
    pub file: PathBuf,
    /// It comes with the tool.
    pub built_in: bool,
    /// What the front matter says.
    pub declaration: Declaration,
}

impl Deref for Rule {
    type Target = Declaration;

    fn deref(&self) -> &Declaration {
        &self.declaration
    }
}

impl RuleSet {
    /// The rules that come with the tool. An error means that
    /// the tool was built from a broken rule file.
    pub fn builtin() -> Result<RuleSet, RuleErrors> {
        let files: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/builtin_rules.rs"));
        let mut rules = RuleSet { rules: Vec::new() };
        rules.add(files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect(), true)?;
        Ok(rules)
    }

    /// Adds the rules of a user's folder: all its `.md` files but `README.md`. Of a folder with a
    /// fault nothing is added, and all its faults are told. With `within`, nothing outside that folder is
    /// read.
    pub fn load_dir(&mut self, folder: &Path, within: Option<&Path>) -> Result<(), RuleErrors> {
        let unreadable = |file: &Path, error: std::io::Error| RuleError {
            file: file.to_owned(),
            line: 1,
            problem: Problem::Unreadable(error.to_string()),
        };
        let texts = texts_in_folder(folder, "md", within).map_err(|error| RuleErrors(vec![unreadable(folder, error)]))?;
        let (mut files, mut errors) = (Vec::new(), Vec::new());
        for (path, text) in texts {
            match text {
                Ok(_) if path.file_name().is_some_and(|name| name == "README.md") => {}
                Ok(text) => files.push((path, text)),
                Err(error) => errors.push(unreadable(&path, error)),
            }
        }
        match self.add(files, false) {
            Err(RuleErrors(more)) => errors.extend(more),
            Ok(()) if errors.is_empty() => return Ok(()),
            Ok(()) => self.rules.retain(|rule| rule.built_in || !rule.file.starts_with(folder)),
        }
        errors.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Err(RuleErrors(errors))
    }

    /// All rules by id.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The rule with this id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok().map(|at| &self.rules[at])
    }

    /// The page of the rule with this id, in Markdown.
    pub fn page(&self, id: &str) -> Option<&str> {
        self.get(id).map(|rule| rule.page.as_str())
    }

    /// Adds rule files, all or none: (path as messages show it, text).
    fn add(&mut self, files: Vec<(PathBuf, String)>, built_in: bool) -> Result<(), RuleErrors> {
        let mut added: Vec<Rule> = Vec::new();
        let mut errors = Vec::new();
        for (file, read) in read_all(files)? {
            match read {
                Ok((id, page, declaration)) => {
                    let taken = self.get(&id).or_else(|| added.iter().find(|rule| rule.id == id));
                    match taken {
                        Some(first) => errors.push(RuleError { file, line: 1, problem: taken_id(id, first) }),
                        None => {
                            added.push(Rule { id: RuleId::from(&id), page, file, built_in, declaration });
                        }
                    }
                }
                Err(faults) => errors.extend(faults),
            }
        }
        if !errors.is_empty() {
            errors.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            return Err(RuleErrors(errors));
        }
        self.rules.extend(added);
        self.rules.sort_by(|a, b| a.id.as_str().cmp(b.id.as_str()));
        Ok(())
    }
}

type Read = Result<(String, String, Declaration), Vec<RuleError>>;

/// Reads rule files, on a thread with the stack that conditions need.
fn read_all(files: Vec<(PathBuf, String)>) -> Result<Vec<(PathBuf, Read)>, RuleErrors> {
    let Some((first, _)) = files.first() else { return Ok(Vec::new()) };
    let failed = |problem: String| RuleErrors(vec![RuleError { file: first.clone(), line: 1, problem: Problem::Unreadable(problem) }]);
    std::thread::scope(|scope| {
        let read = || files.iter().map(|(file, text)| (file.clone(), page::read(file, text))).collect();
        let reader = std::thread::Builder::new().stack_size(condition::PARSER_STACK).spawn_scoped(scope, read);
        let reader = reader.map_err(|error| failed(format!("no thread to read it on: {error}")))?;
        reader.join().map_err(|_| failed("reading it failed".to_owned()))
    })
}

fn taken_id(id: String, by: &Rule) -> Problem {
    if by.built_in { Problem::BuiltInId(id) } else { Problem::DuplicateId { id, first: by.file.clone() } }
}
