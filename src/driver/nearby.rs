//! An edit judged before all is analysed again: with the bodies that are near to it, the declarations around them, and
//! nothing of what is further away.
//!
//! What is far away may matter all the same: a caller that holds a lock, a goroutine that is started there. So what
//! this finds is to be compared with what it found before the edit, not with what a whole run finds.

use super::load::{Loaded, lowered};
use super::store::FactStore;
use crate::facts::{Body, FileFacts, FunctionKind, Name, Node, UnitId};
use crate::source::FileId;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// How many nodes of bodies are looked at.
const MOST_NODES: usize = 15_000;

/// How many imports away from the file its package's declarations are known.
const MOST_IMPORTS: usize = 2;

/// How much of a file an analysis near to another one is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Share {
    Nothing,
    Declarations,
    Bodies,
}

impl Loaded {
    /// The file at an absolute path.
    pub fn file(&self, path: &Path) -> Option<FileId> {
        let index = self.project.files.iter().position(|file| file.path == path)?;
        Some(super::file_id(index))
    }

    /// The program with `texts` in the place of files, and only what is near to `focus`. It reports on `focus` alone.
    /// `None` where a text cannot be read as the file was: then all has to be read again.
    pub fn nearby(&self, focus: FileId, texts: &BTreeMap<FileId, Arc<[u8]>>, store: &dyn FactStore) -> Option<Loaded> {
        let shares = self.shares(focus);
        let mut project = (*self.project).clone();
        let mut program = self.program.clone();
        for (index, file) in project.files.iter_mut().enumerate() {
            let id = super::file_id(index);
            let text = texts.get(&id).cloned();
            file.requested &= id == focus;
            file.replaced = text.clone().or_else(|| file.replaced.take());
            program.infos[index].requested = file.requested;
            let known = &program.files[index];
            let facts = if text.is_some() { lowered(&self.project, file, store).ok()? } else { Arc::clone(known) };
            if facts.package != known.package {
                return None;
            }
            program.files[index] = match shares[index] {
                Share::Nothing => Arc::default(),
                Share::Declarations if text.is_some() => Arc::new(without_bodies(&facts)),
                Share::Declarations => Arc::clone(self.heads[index].get_or_init(|| Arc::new(without_bodies(&facts)))),
                Share::Bodies => facts,
            };
        }
        Some(Loaded {
            heads: Loaded::no_heads(&project),
            project: Arc::new(project),
            program,
            policy: self.policy.clone(),
            generated: self.generated.clone(),
            problems: Vec::new(),
        })
    }

    /// By file. Bodies: of the file, then of those of its package or crate, of those that import it, and of those that
    /// it imports, tests last in each, as far as the number of nodes allows. Declarations: of the units of those, of
    /// what these import, and of what the file's own unit imports at one remove.
    fn shares(&self, focus: FileId) -> Vec<Share> {
        let mut shares = vec![Share::Nothing; self.program.files.len()];
        shares[focus.index()] = Share::Bodies;
        let Some(own) = self.program.info(focus).unit else { return shares };
        let mut left = MOST_NODES.saturating_sub(self.nodes(focus));
        let imported: Vec<UnitId> = self.imported(own).collect();
        let mut open = FxHashSet::from_iter([own]);
        for unit in [own].into_iter().chain(self.importers(own)).chain(imported) {
            let (tests, others): (Vec<FileId>, Vec<FileId>) =
                self.program.units[unit.index()].files.iter().partition(|file| self.program.info(**file).test);
            for file in others.into_iter().chain(tests) {
                let nodes = self.nodes(file);
                if nodes <= left && shares[file.index()] < Share::Bodies {
                    left -= nodes;
                    shares[file.index()] = Share::Bodies;
                    open.insert(unit);
                }
            }
        }
        let mut known = open.clone();
        for _ in 0..MOST_IMPORTS {
            let around: FxHashSet<UnitId> =
                open.iter().flat_map(|unit| self.imported(*unit)).filter(|unit| !known.contains(unit)).collect();
            known.extend(&around);
            // What others than its own unit import is not followed further.
            let of_own: FxHashSet<UnitId> = self.imported(own).collect();
            open = around.into_iter().filter(|unit| of_own.contains(unit)).collect();
        }
        for file in known.iter().flat_map(|unit| &self.program.units[unit.index()].files) {
            shares[file.index()] = shares[file.index()].max(Share::Declarations);
        }
        shares
    }

    fn nodes(&self, file: FileId) -> usize {
        self.program.file(file).functions.iter().map(|function| function.body.nodes.len()).sum()
    }

    fn importers(&self, own: UnitId) -> impl Iterator<Item = UnitId> {
        let path = self.program.units[own.index()].path;
        self.units().filter(move |unit| *unit != own && self.imports(*unit).contains(&path))
    }

    fn imported(&self, own: UnitId) -> impl Iterator<Item = UnitId> + use<'_> {
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
