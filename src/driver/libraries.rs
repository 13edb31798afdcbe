//! What the Go packages outside the project declare, as far as the project can come to it.
//!
//! A type or function is read where its name is said somewhere in the project, and so is what its
//! fields and results lead to, through names that are said too: nothing else can be reached by an
//! expression of the project. Packages are read round by round, as they are found to be needed.

use crate::facts::digest::{self, Digest};
use crate::facts::{FileFacts, Function, FunctionKind, LibraryPackage, Name, Node, Program, TypeDecl, TypeDeclKind, TypeExpr, TypeExprId};
use crate::frontend::go;
use crate::source::{DiskStamp, Language, Libraries};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// How many packages away from the project a type is followed.
const MAX_ROUNDS: usize = 5;

/// What a program wants of the packages outside it: the same is read for programs that want the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    libraries: Libraries,
    /// Packages of the project.
    own: FxHashSet<Name>,
    /// All names that the project's code selects.
    said: FxHashSet<Name>,
    /// The packages that its files import.
    imported: BTreeSet<Name>,
}

impl Wanted {
    /// The number of what is wanted, and from where.
    pub(crate) fn number(&self) -> u128 {
        let sorted = |names: &FxHashSet<Name>| {
            let mut names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            names.sort_unstable();
            digest::of(&names)
        };
        let mut number = Digest::default();
        number.show(&self.libraries);
        number.add(&(sorted(&self.own), sorted(&self.said), &self.imported));
        number.finish()
    }

    /// The states of all packages that were looked for, where these were found; `None` where the disk tells too little of
    /// one.
    pub(crate) fn states(&self, found: &[LibraryPackage]) -> Option<States> {
        let of_found = found.iter().flat_map(|package| &package.files).flat_map(FileFacts::import_paths);
        let looked_for = self.imported.iter().copied().chain(of_found).filter(|path| !self.own.contains(path));
        States::new(looked_for.collect(), &self.libraries)
    }

    /// Whether the packages that were looked for are in these states still.
    pub(crate) fn is_still(&self, states: &States) -> bool {
        states.hold(&self.libraries)
    }
}

/// Packages outside the project, and the states of their files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct States(Vec<(Name, Vec<(PathBuf, DiskStamp)>)>);

impl States {
    /// Those of packages; `None` where the disk tells too little of one.
    pub(super) fn new(packages: BTreeSet<Name>, libraries: &Libraries) -> Option<States> {
        let packages: Vec<Name> = packages.into_iter().collect();
        packages.into_par_iter().map(|path| Some((path, libraries.stamps(&path)?))).collect::<Option<_>>().map(States)
    }

    /// The packages are as they were.
    pub(super) fn hold(&self, libraries: &Libraries) -> bool {
        self.0.par_iter().all(|(path, stamps)| libraries.stamps(path).as_ref() == Some(stamps))
    }
}

/// What the Go files of `program` want of the packages outside it, which are looked for in `libraries`.
pub(super) fn wanted(libraries: &Libraries, program: &Program) -> Wanted {
    let of_go = program.files.iter().zip(&program.infos).filter(|(_, info)| info.language == Language::Go);
    let go_files: Vec<&FileFacts> = of_go.map(|(facts, _)| facts.as_ref()).collect();
    Wanted {
        libraries: libraries.clone(),
        own: program.units.iter().filter(|unit| unit.language == Language::Go).map(|unit| unit.path).collect(),
        said: go_files.par_iter().map(|facts| names_said(facts)).reduce(FxHashSet::default, union),
        imported: go_files.iter().flat_map(|facts| facts.import_paths()).collect(),
    }
}

/// The packages that are wanted, sorted by path, with the declarations that the program can reach. Those that
/// are not on this machine are left out.
pub(super) fn read(wanted: &Wanted) -> Vec<LibraryPackage> {
    let Wanted { libraries, own, said, imported } = wanted;
    let mut reading = Reading { own, said, packages: BTreeMap::new(), reached: FxHashSet::default() };
    reading.load(libraries, imported.iter().copied());
    let direct: Vec<Declared> =
        imported.iter().filter_map(|path| reading.packages.get(path)).flat_map(|package| reading.said_in(package)).collect();
    let mut open = direct;
    for _ in 0..MAX_ROUNDS {
        let outside = reading.reach(open);
        reading.load(libraries, outside.iter().map(|declared| declared.package));
        open = outside;
        if open.is_empty() {
            break;
        }
    }
    reading.finish()
}

/// A name that a package declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Declared {
    package: Name,
    name: Name,
}

struct Reading<'w> {
    own: &'w FxHashSet<Name>,
    said: &'w FxHashSet<Name>,
    /// Those that were looked for; with no files where they are not on this machine.
    packages: BTreeMap<Name, LibraryPackage>,
    reached: FxHashSet<Declared>,
}

impl Reading<'_> {
    fn load(&mut self, libraries: &Libraries, paths: impl Iterator<Item = Name>) {
        let missing: BTreeSet<Name> = paths.filter(|path| !self.own.contains(path) && !self.packages.contains_key(path)).collect();
        let missing: Vec<Name> = missing.into_iter().collect();
        let said = self.said;
        // What was never said is no name yet.
        let is_said = |name: &str| ustr::existing_ustr(name).is_some_and(|name| said.contains(&name));
        let lower = |text: &String| go::lower_heads(text, is_said);
        let read = |path: &Name| {
            let files: Vec<FileFacts> = libraries.texts(path).par_iter().with_max_len(1).map(lower).collect();
            let name = files.first().map_or_else(Name::default, |file| file.package);
            LibraryPackage { path: *path, name, files }
        };
        let loaded: Vec<LibraryPackage> = missing.par_iter().with_max_len(1).map(read).collect();
        self.packages.extend(loaded.into_iter().map(|package| (package.path, package)));
    }

    /// What the package declares under names that the project says.
    fn said_in(&self, package: &LibraryPackage) -> Vec<Declared> {
        let types = package.files.iter().flat_map(|file| file.types.iter().map(|ty| ty.name));
        let functions = package.files.iter().flat_map(|file| &file.functions).filter(|function| function.owner.is_none());
        let names = types.chain(functions.map(|function| function.name));
        names.filter(|name| self.said.contains(name)).map(|name| Declared { package: package.path, name }).collect()
    }

    /// Follows declarations to all that they lead to in packages that are loaded; what they lead to in
    /// others is returned, sorted.
    fn reach(&mut self, mut open: Vec<Declared>) -> Vec<Declared> {
        let mut outside = BTreeSet::new();
        while let Some(declared) = open.pop() {
            if self.own.contains(&declared.package) || self.reached.contains(&declared) {
                continue;
            }
            let Some(package) = self.packages.get(&declared.package) else {
                outside.insert(declared);
                continue;
            };
            self.reached.insert(declared);
            for file in &package.files {
                let mut uses = Vec::new();
                for ty in file.types.iter().filter(|ty| ty.name == declared.name) {
                    self.uses_of_type(ty, &mut uses);
                }
                for function in file.functions.iter().filter(|function| subject(file, function) == declared.name) {
                    uses.extend(&function.results);
                }
                for id in uses {
                    named_in(file, id, 0, &mut |path| open.extend(self.target(package, file, path)));
                }
            }
        }
        outside.into_iter().collect()
    }

    /// The types that one leads to through what the project says, or without a word.
    fn uses_of_type(&self, ty: &TypeDecl, into: &mut Vec<TypeExprId>) {
        match &ty.kind {
            TypeDeclKind::Struct(fields) => {
                into.extend(fields.iter().filter(|field| field.embedded || self.said.contains(&field.name)).map(|field| field.ty));
            }
            TypeDeclKind::Alias(target) | TypeDeclKind::Defined(target) => into.push(*target),
            TypeDeclKind::Interface { methods, embeds } => {
                into.extend(embeds);
                into.extend(methods.iter().filter(|method| self.said.contains(&method.name)).flat_map(|method| &method.results));
            }
            TypeDeclKind::Enum(_) => {}
        }
    }

    fn target(&self, package: &LibraryPackage, file: &FileFacts, path: &[Name]) -> Option<Declared> {
        match path {
            [name] => Some(Declared { package: package.path, name: *name }),
            [qualifier, name] => {
                let import = file.imports().find(|import| match import.alias {
                    Some(alias) => alias == *qualifier,
                    // The package's own name may differ from its folder's: `yaml` of `gopkg.in/yaml.v3`.
                    None => import.path.first().is_some_and(|path| self.may_be_named(*path, *qualifier)),
                })?;
                Some(Declared { package: *import.path.first()?, name: *name })
            }
            _ => None,
        }
    }

    fn may_be_named(&self, path: Name, name: Name) -> bool {
        match self.packages.get(&path).filter(|package| !package.files.is_empty()) {
            Some(package) => package.name == name,
            None => path.rsplit('/').take(2).any(|part| part.contains(name.as_str())),
        }
    }

    /// The packages that were found, with what was reached in them.
    fn finish(self) -> Vec<LibraryPackage> {
        let Reading { packages, reached, .. } = self;
        let mut found: Vec<LibraryPackage> = packages.into_values().filter(|package| !package.files.is_empty()).collect();
        for package in &mut found {
            for file in &mut package.files {
                let is_reached = |name: Name| reached.contains(&Declared { package: package.path, name });
                let kept: Vec<bool> = file.functions.iter().map(|function| is_reached(subject(file, function))).collect();
                let mut kept = kept.into_iter();
                file.functions.retain(|_| kept.next().unwrap_or_default());
                file.types.retain(|ty| is_reached(ty.name));
            }
        }
        found
    }
}

/// The name that a function is reached by: a method's is its type's.
fn subject(file: &FileFacts, function: &Function) -> Name {
    match function.owner.and_then(|owner| file.type_exprs.get(owner.index())) {
        Some(TypeExpr::Path { path, .. }) => path.last().copied().unwrap_or_default(),
        _ if function.kind == FunctionKind::Ordinary => function.name,
        _ => Name::default(),
    }
}

/// The named types in a type expression, to which values of it lead.
fn named_in(file: &FileFacts, id: TypeExprId, depth: usize, found: &mut impl FnMut(&[Name])) {
    const MAX_DEPTH: usize = 16;
    let Some(expr) = file.type_exprs.get(id.index()).filter(|_| depth < MAX_DEPTH) else { return };
    let mut each = |list: &[TypeExprId]| list.iter().for_each(|id| named_in(file, *id, depth + 1, found));
    match expr {
        TypeExpr::Path { path, args } => {
            each(args);
            found(path);
        }
        TypeExpr::Pointer { target, .. } => each(&[*target]),
        TypeExpr::Slice(item) | TypeExpr::Array(item, _) | TypeExpr::Channel(item) => each(&[*item]),
        TypeExpr::Map(key, value) => each(&[*key, *value]),
        TypeExpr::Function { results, .. } => each(results),
        TypeExpr::Tuple(types) => each(types),
        TypeExpr::Struct(_) | TypeExpr::Interface { .. } | TypeExpr::Unknown => {}
    }
}

/// The names that a file selects from packages and values, and of the types that it writes.
fn names_said(facts: &FileFacts) -> FxHashSet<Name> {
    let fields = facts.functions.iter().flat_map(|function| &function.body.nodes).filter_map(|node| match node {
        Node::Field { name, .. } | Node::NamedElement { name, .. } => Some(*name),
        _ => None,
    });
    let types = facts.type_exprs.iter().filter_map(|expr| match expr {
        TypeExpr::Path { path, .. } if path.len() > 1 => path.last().copied(),
        _ => None,
    });
    fields.chain(types).collect()
}

fn union(one: FxHashSet<Name>, other: FxHashSet<Name>) -> FxHashSet<Name> {
    let (mut larger, smaller) = if one.len() < other.len() { (other, one) } else { (one, other) };
    larger.extend(smaller);
    larger
}
