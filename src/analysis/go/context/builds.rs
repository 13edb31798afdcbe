//! Which files are in no build together. Most are in all; the constraints of the others are few, and compared once each.

use crate::facts::Program;
use crate::source::{BuildConstraint, FileId, may_coexist};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The number of a constraint; files with the same one have the same number.
pub(super) type BuildId = usize;

/// The constraints of a program's files.
#[derive(Default)]
pub(in crate::analysis::go) struct Builds {
    /// By file.
    of_file: Vec<BuildId>,
    constraints: Vec<BuildConstraint>,
    /// By constraint, and again: whether the two exclude each other; `None` where it excludes none.
    excluded: Vec<OnceLock<Option<Vec<bool>>>>,
}

impl Builds {
    pub(super) fn new(program: &Program) -> Builds {
        let mut builds = Builds::default();
        let mut numbers: FxHashMap<&BuildConstraint, BuildId> = FxHashMap::default();
        for file in &program.files {
            let number = *numbers.entry(&file.build).or_insert_with(|| {
                builds.constraints.push(file.build.clone());
                builds.constraints.len() - 1
            });
            builds.of_file.push(number);
        }
        builds.excluded.resize_with(builds.constraints.len(), OnceLock::new);
        builds
    }

    pub(super) fn of(&self, file: FileId) -> BuildId {
        self.of_file[file.index()]
    }

    /// Whether some build has files with both constraints.
    pub(super) fn may_coexist(&self, one: BuildId, two: BuildId) -> bool {
        self.excluded(one).is_none_or(|excluded| !excluded[two])
    }

    /// Whether some build has both files.
    pub(in crate::analysis::go) fn has_both(&self, one: FileId, two: FileId) -> bool {
        one == two || self.may_coexist(self.of(one), self.of(two))
    }

    /// Whether some files are in no build with those of this constraint.
    pub(super) fn excludes(&self, build: BuildId) -> bool {
        self.excluded(build).is_some()
    }

    fn excluded(&self, build: BuildId) -> Option<&[bool]> {
        let compare = || {
            let excluded: Vec<bool> = self.constraints.iter().map(|other| !may_coexist(&self.constraints[build], other)).collect();
            excluded.contains(&true).then_some(excluded)
        };
        self.excluded[build].get_or_init(compare).as_deref()
    }
}
