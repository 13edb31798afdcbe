//! The only way to make a [`Program`].

use super::{FileFacts, FileInfo, Library, Program, Unit, UnitId};
use std::sync::Arc;

/// Gathers files and units.
#[derive(Debug, Default)]
pub struct ProgramBuilder {
    program: Program,
}

impl ProgramBuilder {
    /// An empty program with the library tables of both languages.
    pub fn new(go: Library, rust: Library) -> ProgramBuilder {
        ProgramBuilder { program: Program { go, rust, ..Program::default() } }
    }

    /// Adds the next file; files are added in the order of their ids. `info.unit` is set by
    /// [`ProgramBuilder::unit`].
    pub fn file(&mut self, info: FileInfo, facts: impl Into<Arc<FileFacts>>) {
        self.program.files.push(facts.into());
        self.program.infos.push(info);
    }

    /// Adds a unit whose files were added before. A file belongs to one unit: to the first that
    /// names it (a Rust file reached from two targets is analysed with the first).
    pub fn unit(&mut self, mut unit: Unit) {
        let id = UnitId::new(self.program.units.len());
        let infos = &mut self.program.infos;
        unit.files.sort();
        unit.files.dedup();
        unit.files.retain(|file| infos[file.index()].unit.is_none());
        for file in &unit.files {
            infos[file.index()].unit = Some(id);
        }
        self.program.units.push(unit);
    }

    /// The program, its invariants checked: every id points into its table, and parameters ascend.
    pub fn finish(self) -> Program {
        debug_assert!(
            self.program.files.iter().all(|file| well_formed(file)),
            "a front end built facts with a dangling id, or parameters out of order"
        );
        self.program
    }
}

fn well_formed(file: &FileFacts) -> bool {
    let scopes = file.scopes.len();
    file.functions.iter().all(|function| {
        let body = &function.body;
        function.scope.index() < scopes
            && function.params.is_sorted_by(|one, next| one < next)
            && body.nodes.len() == body.spans.len()
            && body.lists.iter().all(|node| node.index() < body.nodes.len())
            && body.arms.iter().all(|arm| arm.body.index() < body.nodes.len() && arm.pattern.index() < body.patterns.len())
            && function.root.is_none_or(|root| root.index() < body.nodes.len())
    })
}
