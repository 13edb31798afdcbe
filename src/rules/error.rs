//! What can be wrong with a rule file: where, what, and what would be right.

use std::fmt::Write as _;
use std::path::PathBuf;
use thiserror::Error;

/// One fault of one rule file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}:{line}: {problem}", .file.display())]
pub struct RuleError {
    /// The file, or the folder that could not be read.
    pub file: PathBuf,
    /// 1-based line of the fault in the file; 1 where it is about the file as a whole.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub problem: Problem,
}

/// All faults of all rule files that were read together, by file and line; never empty.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct RuleErrors(pub Vec<RuleError>);

/// Kinds of [`RuleError`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// The file or folder cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// The file name is no id.
    #[error("`{0}` is no rule id: an id is lower-case words joined by `-`, as in `unguarded-map-write`")]
    BadId(String),
    /// A user's rule takes the id of a built-in one.
    #[error("`{0}` is the id of a built-in rule: give this rule another name")]
    BuiltInId(String),
    /// Two of the user's rules have one id.
    #[error("`{id}` is already declared in {}: give this rule another name", .first.display())]
    DuplicateId {
        /// The id.
        id: String,
        /// The file that had it first.
        first: PathBuf,
    },
    /// No front matter.
    #[error("a rule file starts with `+++`, its declaration in TOML, and `+++` again")]
    NoFrontMatter,
    /// The front matter is not TOML.
    #[error("not valid TOML: {0}")]
    Toml(String),
    /// A key that rules do not have.
    #[error("unknown key `{name}`{}", names(.name, "keys", .valid))]
    UnknownKey {
        /// The key.
        name: String,
        /// The keys there are.
        valid: Vec<String>,
    },
    /// A key that each rule has.
    #[error("key `{0}` is missing")]
    MissingKey(String),
    /// A value of the wrong TOML type.
    #[error("`{key}` must be {expected}, not {found}")]
    WrongType {
        /// The key.
        key: String,
        /// What it takes.
        expected: &'static str,
        /// The type found.
        found: &'static str,
    },
    /// A value that is none of those that the key takes.
    #[error("`{value}` is not a valid {key}{}", names(.value, "values", .valid))]
    UnknownWord {
        /// The key.
        key: String,
        /// What was given.
        value: String,
        /// What it takes.
        valid: Vec<String>,
    },
    /// A condition that is not CEL, or uses what conditions do not have.
    #[error("in `{key}`, at character {column}: {message}")]
    Condition {
        /// The key whose value the condition is.
        key: String,
        /// 1-based, in the condition.
        column: usize,
        /// What is wrong, and what would be right.
        message: String,
    },
    /// A name in a condition or template that the subject does not have.
    #[error("in `{key}`, at character {column}: {about} has no field `{name}`{}", names(.name, "fields", .valid))]
    UnknownField {
        /// The key whose value it is.
        key: String,
        /// 1-based, in the value.
        column: usize,
        /// What the rule is about, with its article.
        about: String,
        /// The name.
        name: String,
        /// The fields there are.
        valid: Vec<String>,
    },
    /// A template that cannot be read.
    #[error("in `{key}`, at character {column}: {message}")]
    Template {
        /// The key whose value it is.
        key: String,
        /// 1-based, in the template.
        column: usize,
        /// What is wrong, and what would be right.
        message: String,
    },
    /// A list of cases that are not in the right order.
    #[error("`{key}`: {message}")]
    Cases {
        /// The key.
        key: String,
        /// What is wrong, and what would be right.
        message: &'static str,
    },
    /// The page lacks a heading, or has it in the wrong place.
    #[error("the page must have the heading `{heading}`, after `{after}`")]
    Heading {
        /// The heading.
        heading: String,
        /// What comes before it.
        after: String,
    },
}

/// The valid name most similar to `name`, where one is similar enough to be meant.
pub fn nearest<'n>(name: &str, valid: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let scored = valid.into_iter().map(|candidate| (strsim::jaro_winkler(name, candidate), candidate));
    // Strictly greater: of equals the first stays, so that the answer does not depend on more than the list.
    let best = scored.fold((0.0, None), |best, (score, candidate)| if score > best.0 { (score, Some(candidate)) } else { best });
    best.1.filter(|_| best.0 > 0.75)
}

fn names(name: &str, what: &str, valid: &[String]) -> String {
    let mut text = match nearest(name, valid.iter().map(String::as_str)) {
        Some(near) => format!(": did you mean `{near}`? The {what} are "),
        None => format!(": the {what} are "),
    };
    for (index, name) in valid.iter().enumerate() {
        let _ = write!(text, "{}`{name}`", if index == 0 { "" } else { ", " });
    }
    text
}
