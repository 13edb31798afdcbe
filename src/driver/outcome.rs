//! What a run gave, as a store may keep it.

use super::load::Found;
use super::{Checked, Request, Scope, sources};
use crate::facts::{FileFacts, Name, Program};
use crate::report::Gathered;
use crate::source::{DiskStamp, Libraries};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// What a check gave, but for what is quickly told again from its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    gathered: Gathered,
    /// The packages outside the project that were looked for, and the states of their files.
    libraries: Vec<(Name, Vec<(PathBuf, DiskStamp)>)>,
}

/// The number of a run among all those that a store keeps: it stands for all that the run depends on, but for the packages
/// outside of the project. `None` where the run is not to be kept.
pub(super) fn number(found: &Found, request: &Request) -> Option<u128> {
    let Found { project, terms, .. } = found;
    if request.inventory {
        return None;
    }
    let rules: Vec<_> = request.rules.set.iter().filter(|rule| !rule.built_in).collect();
    request.store.run(&project.files, &(project, terms, request.settings, request.reach, rules))
}

impl Outcome {
    /// That of a run over `program`; `None` where it is not to be kept: something went wrong, or it was stopped.
    pub(super) fn new(gathered: &Gathered, program: &Program, libraries: &Libraries, request: &Request) -> Option<Outcome> {
        if request.stop.is_set() || gathered.problems.iter().any(|problem| problem.blocking) {
            return None;
        }
        let own: BTreeSet<Name> = program.units.iter().map(|unit| unit.path).collect();
        let of_libraries = program.libraries.iter().flat_map(|package| &package.files);
        let imported = program.files.iter().map(AsRef::as_ref).chain(of_libraries).flat_map(FileFacts::import_paths);
        let outside: BTreeSet<Name> = imported.filter(|path| !own.contains(path)).collect();
        let libraries = outside.into_iter().map(|path| Some((path, libraries.stamps(&path)?))).collect::<Option<_>>()?;
        Some(Outcome { gathered: gathered.clone(), libraries })
    }

    /// The packages outside of the project are as they were.
    pub(super) fn holds(&self, found: &Found) -> bool {
        self.libraries.iter().all(|(path, stamps)| found.project.libraries.stamps(path).as_ref() == Some(stamps))
    }

    /// The outcome as of the run over what was found.
    pub(super) fn checked(self, found: Found) -> Checked {
        let project = Arc::new(found.project);
        let scope = Scope { project: Arc::clone(&project), asked_for: self.gathered.asked_for.clone() };
        Checked {
            gathered: self.gathered,
            sources: sources(project),
            scope,
            policy: found.terms.policy,
            rule_times: Vec::new(),
            inventory: Vec::new(),
        }
    }
}
