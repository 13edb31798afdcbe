//! An edit judged before all is analysed again: with the bodies that are near to it, and of all else the
//! declarations alone.
//!
//! What is far away may matter all the same: a caller that holds a lock, a goroutine that is started there. So what
//! this finds is to be compared with what it found before the edit, not with what a whole run finds.

use super::load::{Loaded, lowered};
use super::store::FactStore;
use crate::facts::{Body, FileFacts, FunctionKind, Name, Node, UnitId};
use crate::source::{FileId, SourceFile};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// How many nodes of bodies are looked at: what is analysed in a twentieth of a second.
const MOST_NODES: usize = 120_000;

impl Loaded {
    /// The file at an absolute path.
    pub fn file(&self, path: &Path) -> Option<FileId> {
        let index = self.project.files.iter().position(|file| file.path == path)?;
        Some(super::file_id(index))
    }

    /// The program with `texts` in the place of files, and only the bodies near to `focus`. It reports on `focus`
    /// alone. `None` where a text cannot be read as the file was: then all has to be read again.
    pub fn nearby(&self, focus: FileId, texts: &BTreeMap<FileId, Arc<[u8]>>, store: &dyn FactStore) -> Option<Loaded> {
        let near = self.near(focus);
        let heads = self.heads.get_or_init(|| self.program.files.par_iter().map(|facts| Arc::new(without_bodies(facts))).collect());
        let mut project = (*self.project).clone();
        for (index, file) in project.files.iter_mut().enumerate() {
            file.requested &= index == focus.index();
            if let Some(text) = texts.get(&super::file_id(index)) {
                file.replaced = Some(Arc::clone(text));
            }
        }
        let mut program = self.program.clone();
        for (index, facts) in program.files.iter_mut().enumerate() {
            let file: &SourceFile = &project.files[index];
            if texts.contains_key(&super::file_id(index)) {
                let before = Arc::clone(facts);
                *facts = lowered(&project, file, store).ok()?;
                if facts.package != before.package {
                    return None;
                }
            }
            program.infos[index].requested = file.requested;
            if !near.contains(&super::file_id(index)) {
                *facts =
                    if texts.contains_key(&super::file_id(index)) { Arc::new(without_bodies(facts)) } else { Arc::clone(&heads[index]) };
            }
        }
        Some(Loaded {
            project: Arc::new(project),
            program,
            policy: self.policy.clone(),
            generated: self.generated.clone(),
            problems: Vec::new(),
            heads: OnceLock::new(),
        })
    }

    /// The file, then those of its package or crate, of those that import it, and of those that it imports, tests
    /// last in each, as far as the number of nodes allows.
    fn near(&self, focus: FileId) -> FxHashSet<FileId> {
        let mut near = FxHashSet::from_iter([focus]);
        let mut left = MOST_NODES.saturating_sub(self.nodes(focus));
        let Some(own) = self.program.info(focus).unit else { return near };
        let beside = [own].into_iter().chain(self.importers(own)).chain(self.imported(own));
        for unit in beside {
            let (tests, others): (Vec<FileId>, Vec<FileId>) =
                self.program.units[unit.index()].files.iter().partition(|file| self.program.info(**file).test);
            for file in others.into_iter().chain(tests) {
                let nodes = self.nodes(file);
                if nodes <= left && near.insert(file) {
                    left -= nodes;
                }
            }
        }
        near
    }

    fn nodes(&self, file: FileId) -> usize {
        self.program.file(file).functions.iter().map(|function| function.body.nodes.len()).sum()
    }

    fn importers(&self, own: UnitId) -> impl Iterator<Item = UnitId> {
        let path = self.program.units[own.index()].path;
        self.units().filter(move |unit| *unit != own && self.imports(*unit).contains(&path))
    }

    fn imported(&self, own: UnitId) -> impl Iterator<Item = UnitId> {
        let paths = self.imports(own);
        self.units().filter(move |unit| *unit != own && paths.contains(&self.program.units[unit.index()].path))
    }

    fn units(&self) -> impl Iterator<Item = UnitId> {
        (0..self.program.units.len()).map(UnitId::new)
    }

    /// The paths of the units that a unit imports.
    fn imports(&self, unit: UnitId) -> FxHashSet<Name> {
        let unit = &self.program.units[unit.index()];
        let of_crate = unit.dependencies.iter().map(|(_, theirs)| *theirs);
        let of_files = unit.files.iter().flat_map(|file| self.program.file(*file).import_paths());
        of_crate.chain(of_files).collect()
    }
}

/// What a file declares, its package variables with what they are initialised with. Of other bodies only the names
/// that occur in them are left.
fn without_bodies(facts: &FileFacts) -> FileFacts {
    let mut facts = facts.clone();
    for function in facts.functions.iter_mut().filter(|function| function.kind != FunctionKind::Initialiser) {
        let body = std::mem::take(&mut function.body);
        let fields = body.nodes.iter().filter_map(|node| match node {
            Node::Field { name, .. } => Some(*name),
            _ => None,
        });
        let mentioned: FxHashSet<Name> = fields.chain(body.paths.iter().flatten().copied()).collect();
        let mut mentioned: Vec<Name> = mentioned.into_iter().collect();
        mentioned.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
        function.body = Body { locals: body.locals, paths: vec![mentioned.into()], ..Body::default() };
        function.root = None;
    }
    facts
}
