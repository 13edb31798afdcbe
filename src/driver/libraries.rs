//! What the Go packages outside the project declare, as far as the project can come to it.
//!
//! A type or function is read where its name is said somewhere in the project, and so is what its
//! fields and results lead to, through names that are said too: nothing else can be reached by an
//! expression of the project. Packages are read round by round, as they are found to be needed.

use crate::facts::digest::{self, Digest};
use crate::facts::{FileFacts, LibraryPackage, Name, Node, Program, TypeDecl, TypeDeclKind, TypeExpr, TypeExprId};
use crate::frontend::go::{self, Found, Outline};
use crate::source::{DiskStamp, Language, Libraries};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
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
    let direct = imported.iter().filter_map(|path| Some((path, reading.packages.get(path)?)));
    let declared =
        |(path, package): (&Name, &Package)| package.declared(said).map(|name| Declared { package: *path, name }).collect::<Vec<_>>();
    let mut open: Vec<Declared> = direct.flat_map(declared).collect();
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

/// The names of types that declarations lead to, each as a file of the package writes it, by the file's index.
type Leads = BTreeSet<(usize, Box<[Name]>)>;

/// A package that was looked for.
struct Package {
    /// Without any it is not on this machine.
    files: Vec<Outline>,
    /// By name: what stands for it, as a file and a declaration in it, in order.
    by_name: FxHashMap<Name, Vec<(usize, usize)>>,
}

impl Package {
    fn new(files: Vec<Outline>) -> Package {
        let mut by_name: FxHashMap<Name, Vec<(usize, usize)>> = FxHashMap::default();
        for (at, file) in files.iter().enumerate() {
            for (index, declaration) in file.declarations().iter().enumerate() {
                by_name.entry(declaration.name).or_default().push((at, index));
            }
        }
        Package { files, by_name }
    }

    /// The package's own name.
    fn name(&self) -> Name {
        self.files.first().map_or_else(Name::default, |file| file.facts().package)
    }

    /// The types and functions of these names.
    fn declared<'p>(&'p self, said: &'p FxHashSet<Name>) -> impl Iterator<Item = Name> + 'p {
        let declarations = self.files.iter().flat_map(Outline::declarations);
        declarations.filter(|declaration| !declaration.is_method && said.contains(&declaration.name)).map(|declaration| declaration.name)
    }

    /// Reads what these names stand for, and gives the types that it leads to through what the project says, or without a
    /// word: each as a file has it.
    fn read(&mut self, names: &[Name], said: &FxHashSet<Name>) -> Leads {
        let mut wanted: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (file, declaration) in names.iter().filter_map(|name| self.by_name.get(name)).flatten() {
            wanted.entry(*file).or_default().push(*declaration);
        }
        let mut leads = Leads::new();
        for (at, mut declarations) in wanted {
            declarations.sort_unstable();
            let Found { types, functions } = self.files[at].read(&declarations);
            let facts = self.files[at].facts();
            let mut uses = Vec::new();
            types.iter().for_each(|ty| uses_of_type(&facts.types[*ty], said, &mut uses));
            uses.extend(functions.iter().flat_map(|function| &facts.functions[*function].results));
            for id in uses {
                named_in(facts, id, 0, &mut |path| {
                    leads.insert((at, Box::from(path)));
                });
            }
        }
        leads
    }
}

struct Reading<'w> {
    own: &'w FxHashSet<Name>,
    said: &'w FxHashSet<Name>,
    packages: BTreeMap<Name, Package>,
    reached: FxHashSet<Declared>,
}

impl Reading<'_> {
    fn load(&mut self, libraries: &Libraries, paths: impl Iterator<Item = Name>) {
        let missing: BTreeSet<Name> = paths.filter(|path| !self.own.contains(path) && !self.packages.contains_key(path)).collect();
        let missing: Vec<Name> = missing.into_iter().collect();
        let said = self.said;
        // What was never said is no name yet.
        let is_said = |name: &str| ustr::existing_ustr(name).is_some_and(|name| said.contains(&name));
        let outline = |text: &String| go::outline(text, is_said);
        let read = |path: &Name| Package::new(libraries.texts(path).par_iter().with_max_len(1).map(outline).collect());
        let loaded: Vec<(Name, Package)> = missing.par_iter().with_max_len(1).map(|path| (*path, read(path))).collect();
        self.packages.extend(loaded);
    }

    /// Follows declarations to all that they lead to in packages that are loaded; what they lead to in
    /// others is returned, sorted.
    fn reach(&mut self, mut open: Vec<Declared>) -> Vec<Declared> {
        let mut outside = BTreeSet::new();
        while !open.is_empty() {
            let mut wanted: BTreeMap<Name, Vec<Name>> = BTreeMap::new();
            for declared in open.into_iter().filter(|declared| !self.own.contains(&declared.package)) {
                if !self.packages.contains_key(&declared.package) {
                    outside.insert(declared);
                } else if self.reached.insert(declared) {
                    wanted.entry(declared.package).or_default().push(declared.name);
                }
            }
            let said = self.said;
            let read = |(path, package): (&Name, &mut Package)| Some((*path, package.read(wanted.get(path)?, said)));
            let leads: Vec<(Name, Leads)> = self.packages.par_iter_mut().filter_map(read).collect();
            let of_package = |(path, leads): &(Name, Leads)| {
                let package = &self.packages[path];
                let declared = leads.iter().filter_map(|(file, name)| self.target(*path, package.files[*file].facts(), name));
                declared.collect::<Vec<_>>()
            };
            open = leads.par_iter().flat_map_iter(of_package).collect();
        }
        outside.into_iter().collect()
    }

    /// What a name stands for in a file of the package.
    fn target(&self, package: Name, file: &FileFacts, path: &[Name]) -> Option<Declared> {
        match path {
            [name] => Some(Declared { package, name: *name }),
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
            Some(package) => package.name() == name,
            None => path.rsplit('/').take(2).any(|part| part.contains(name.as_str())),
        }
    }

    /// The packages that were found, with what was reached in them: a file in which nothing was says nothing of the
    /// packages that it imports either.
    fn finish(self) -> Vec<LibraryPackage> {
        let found = self.packages.into_iter().filter(|(_, package)| !package.files.is_empty());
        let read = |(path, package): (Name, Package)| {
            let name = package.name();
            LibraryPackage { path, name, files: package.files.into_iter().filter_map(Outline::finish).collect() }
        };
        found.map(read).collect()
    }
}

/// The types that one leads to through what is said, or without a word.
fn uses_of_type(ty: &TypeDecl, said: &FxHashSet<Name>, into: &mut Vec<TypeExprId>) {
    match &ty.kind {
        TypeDeclKind::Struct(fields) => {
            into.extend(fields.iter().filter(|field| field.embedded || said.contains(&field.name)).map(|field| field.ty));
        }
        TypeDeclKind::Alias(target) | TypeDeclKind::Defined(target) => into.push(*target),
        TypeDeclKind::Interface { methods, embeds } => {
            into.extend(embeds);
            into.extend(methods.iter().filter(|method| said.contains(&method.name)).flat_map(|method| &method.results));
        }
        TypeDeclKind::Enum(_) => {}
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
