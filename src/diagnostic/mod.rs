//! What is told: findings as plain data. No terminal, no format, no analysis in here.

pub mod inventory;
pub mod life;
pub mod op;

use crate::source::Location;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name of a rule. It names the fault, and never changes.
pub type RuleId = ustr::Ustr;

/// How bad a rule says its fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Likely wrong.
    Warning,
    /// Wrong.
    Error,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Only an exported API says that it can happen.
    Possible,
    /// The code's own locking shows the intent, or a known concurrent entry.
    Likely,
    /// Both threads and the missing lock are visible.
    Certain,
}

/// A place with a few words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// The words: lower case, no full stop.
    pub message: String,
}

/// One thread of a finding: where it starts and how it gets to the access.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Thread {
    /// In words: "the goroutine started in `Server.Run`".
    pub root: String,
    /// From the root to the access, in order of execution.
    pub path: Vec<Label>,
    /// Locks held at the access, as written there.
    pub locks: Vec<String>,
    /// Where the access is; `None` where it is no one place.
    pub access: Option<Location>,
}

/// The map a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MapRef {
    /// The field's or variable's name.
    pub name: String,
    /// The struct that has it; for a local its function; empty for a package variable.
    pub owner: String,
    /// The type as the language writes it; empty where unknown.
    pub ty: String,
    /// Where it is declared; `None` outside the checked tree.
    pub declaration: Option<Location>,
}

impl MapRef {
    /// The map as people write it: `Cache.entries`, `run.seen` for a local of `run`, `names` for a package variable.
    pub fn qualified(&self) -> String {
        match self.owner.as_str() {
            "" => self.name.clone(),
            owner => format!("{owner}.{}", self.name),
        }
    }
}

/// An edit to the text of one file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edit {
    /// What is replaced (empty: insertion).
    pub location: Location,
    /// What stands there then.
    pub text: String,
}

/// Whether a fix may be applied without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Behaviour cannot change but for the better.
    Safe,
    /// To be read before it is applied.
    Unsafe,
    /// Shown only.
    DisplayOnly,
}

/// A proposed change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fix {
    /// In the imperative.
    pub title: String,
    /// Whether it may be applied unread.
    pub applicability: Applicability,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule.
    pub rule: RuleId,
    /// The rule's category.
    pub category: ustr::Ustr,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// What is wrong: lower case, no full stop, whole on its own.
    pub message: String,
    /// Where, with the words for that place.
    pub primary: Label,
    /// Other places.
    pub related: Vec<Label>,
    /// The function it is in, as `Type.method` or `Type::method`; empty at package level.
    pub function: String,
    /// Go: the import path; Rust: the crate. Part of the fingerprint.
    pub package: String,
    /// The map, where it is about one.
    pub map: Option<MapRef>,
    /// The threads of a race.
    pub threads: Vec<Thread>,
    /// Further sentences: why the two can run in parallel.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// How to do it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// All places that it names, but for those of its fix, in no order.
    pub fn places_mut(&mut self) -> impl Iterator<Item = &mut Location> {
        let Diagnostic { primary, related, map, threads, .. } = self;
        let of_threads = threads.iter_mut().flat_map(|Thread { path, access, .. }| {
            let path = path.iter_mut().map(|label| &mut label.location);
            path.chain(access)
        });
        std::iter::once(&mut primary.location)
            .chain(related.iter_mut().map(|label| &mut label.location))
            .chain(map.iter_mut().filter_map(|map| map.declaration.as_mut()))
            .chain(of_threads)
    }
}
