//! What names mean in Go: packages, imports, types, fields and methods, with embedding.
//!
//! Only declarations are asked. A package outside the tree gives `Library` types by their full
//! path (`net/http.Request`), of which the library table may know more, and the package itself where
//! it is on this machine (`imported`); what cannot be resolved is `Unknown`. What a written type stands for
//! is in `resolve`, what a type is in `types`, what its values have in `select`, which lead to maps in
//! `inside`, who implements an interface in `interfaces`.

mod imported;
mod inside;
mod interfaces;
mod mentioned;
mod resolve;
mod select;
mod show;
mod table;
mod types;

pub(super) use crate::analysis::symbols::narrow;
pub(super) use imported::ImportedFunction;
pub(super) use inside::MAX_INSIDE;
pub(super) use select::Selected;

use super::library;
use crate::analysis::symbols::{DeclSite, Symbols};
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, TypeId, VarId};
use crate::facts::{Field, FunctionKind, Library, Name, Program, ScopeId, TypeDeclKind, TypeExprId, TypeModel, UnitId};
use crate::source::{FileId, Language};
use imported::Imported;
use interfaces::{InterfaceInfo, Signature};
use mentioned::Mentions;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::sync::OnceLock;
use table::Table;

/// How deep aliases, definitions and embeddings are followed; recursive types end here.
const MAX_DEPTH: usize = 12;

/// No name stands for more functions than these beside the first: there are fewer systems times machines that Go knows.
const MAX_VARIANTS: usize = 64;

/// What a package-level name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Type(TypeId),
    Function(FunctionId),
    Var(VarId),
}

/// What an import's name stands for in a file.
#[derive(Clone, Debug)]
enum Package {
    /// In the tree.
    Unit(UnitId),
    /// Outside: its import path.
    Library(Name),
}

/// A struct's field with its type resolved.
#[derive(Clone, Debug)]
pub(super) struct FieldInfo {
    pub(super) name: Name,
    pub(super) ty: Ty,
    pub(super) embedded: bool,
}

/// A declared type with its parts resolved.
#[derive(Clone, Debug, Default)]
struct TypeInfo {
    params: Vec<Name>,
    fields: Vec<FieldInfo>,
    /// Of an alias or definition: the right side.
    target: Option<Ty>,
    alias: bool,
    interface: Option<InterfaceInfo>,
}

/// What a type's declaration says that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Target {
    /// A type of its own: a struct, an interface.
    #[default]
    Itself,
    /// Defined by another type, whose values it has.
    Definition,
    /// Another name of another type.
    Alias,
}

impl Target {
    fn of(info: &TypeInfo) -> Target {
        match info.target {
            None => Target::Itself,
            Some(_) if info.alias => Target::Alias,
            Some(_) => Target::Definition,
        }
    }
}

/// A region in which names are looked up.
#[derive(Clone, Copy)]
pub(super) struct Region<'a> {
    pub(super) file: FileId,
    pub(super) scope: ScopeId,
    pub(super) params: &'a [Name],
}

/// All names of the Go part of a program.
pub(super) struct Names<'p> {
    pub(super) program: &'p Program,
    pub(super) symbols: &'p Symbols,
    members: FxHashMap<(UnitId, Name), Item>,
    local_types: FxHashMap<(FileId, ScopeId, Name), TypeId>,
    imports: Vec<FxHashMap<Name, Package>>,
    dot_imports: Vec<Vec<UnitId>>,
    /// Packages that a file imports for what their initialisation does, as plugins are.
    blank_imports: Vec<Vec<UnitId>>,
    /// By file: whether it exists for tests.
    for_tests: Vec<bool>,
    /// By [`FunctionId`]: whether it is test code.
    of_tests: Vec<bool>,
    /// Packages that code outside of tests imports.
    imported_units: FxHashSet<UnitId>,
    methods: FxHashMap<(TypeId, Name), FunctionId>,
    /// Functions of one name in files of other builds, by the one that the name stands for.
    variants: FxHashMap<FunctionId, Vec<FunctionId>>,
    method_lists: FxHashMap<TypeId, Vec<(Name, FunctionId)>>,
    types: Vec<Option<TypeInfo>>,
    /// Beside `types`, each without type arguments.
    named: Vec<Ty>,
    /// Beside `types`, what is asked most often.
    targets: Vec<Target>,
    /// By file and [`TypeExprId`], what type expressions stand for that were asked for; nothing of a file with types that
    /// functions declare.
    resolved: Vec<Vec<OnceLock<Ty>>>,
    /// Beside `types`: see [`Names::may_lead_to_map`].
    lead_to_map: Vec<OnceLock<bool>>,
    /// What packages outside the tree declare.
    imported: Imported,
    table: Table<'p>,
    /// All unexported names that code outside of tests mentions.
    mentioned: Mentions,
    /// Models of types that the table knows and that are in the tree, by [`TypeId`].
    models: Vec<Option<&'p TypeModel>>,
}

impl<'p> Names<'p> {
    /// Resolves every declaration of the program's Go files.
    pub(super) fn new(program: &'p Program, symbols: &'p Symbols) -> Names<'p> {
        let mut names = Names {
            program,
            symbols,
            members: FxHashMap::default(),
            local_types: FxHashMap::default(),
            imports: Vec::new(),
            dot_imports: Vec::new(),
            blank_imports: Vec::new(),
            for_tests: Vec::new(),
            of_tests: Vec::new(),
            imported_units: FxHashSet::default(),
            methods: FxHashMap::default(),
            variants: FxHashMap::default(),
            method_lists: FxHashMap::default(),
            types: Vec::new(),
            named: (0..symbols.types.len()).map(|index| ty::named(TypeId(narrow(index)))).collect(),
            targets: Vec::new(),
            resolved: Vec::new(),
            lead_to_map: Vec::new(),
            imported: Imported::default(),
            table: Table::new(&program.go),
            mentioned: mentioned::all(program),
            models: Vec::new(),
        };
        let ranks = names.build_ranks();
        names.declare_members(&ranks);
        let by_path = names.units_by_path();
        names.imported = Imported::new(program, |package, name, args| Some(names.own_type(*by_path.get(&package)?, name, args)));
        names.resolve_imports(&by_path);
        let (test_units, imported_units) = names.units_for_tests();
        names.imported_units = imported_units;
        names.for_tests = (0..program.files.len()).map(|index| names.is_for_tests(FileId(narrow(index)), &test_units)).collect();
        let of_tests = |index| {
            let (file, function) = symbols.function(program, FunctionId(narrow(index)));
            function.in_test || names.serves_tests(file)
        };
        names.of_tests = (0..symbols.functions.len()).into_par_iter().map(of_tests).collect();
        names.resolved = names.unresolved();
        let types = || (0..symbols.types.len()).into_par_iter().map(|index| TypeId(narrow(index)));
        names.types = types().map(|id| names.type_info(id)).collect();
        names.targets = names.types.iter().map(|info| info.as_ref().map_or(Target::Itself, Target::of)).collect();
        names.lead_to_map = names.types.iter().map(|_| OnceLock::new()).collect();
        names.models = types().map(|id| names.own_model(id)).collect();
        names.declare_methods(&ranks);
        names
    }

    /// The library table.
    pub(super) fn library(&self) -> &'p Library {
        &self.program.go
    }

    fn is_go(&self, file: FileId) -> bool {
        self.program.info(file).language == Language::Go
    }

    /// By file: the place of its builds among all. Of what several builds declare the one for Linux stands for all, else
    /// that whose constraint comes first.
    fn build_ranks(&self) -> Vec<usize> {
        let keys: Vec<_> = self.program.files.iter().map(|file| (!file.build.holds_on_linux(), &file.build)).collect();
        let mut builds = keys.clone();
        builds.sort_unstable();
        builds.dedup();
        keys.iter().map(|key| builds.partition_point(|build| build < key)).collect()
    }

    /// What the files of Go packages declare, and in which package, in the order in which it is asked.
    fn in_order(&self, ranks: &[usize], declared: &[DeclSite]) -> Vec<(u32, UnitId)> {
        let in_package = |(id, site): (u32, &DeclSite)| {
            let unit = self.program.info(site.file).unit.filter(|_| self.is_go(site.file))?;
            Some((ranks[site.file.index()], id, unit))
        };
        let mut in_order: Vec<(usize, u32, UnitId)> = (0..).zip(declared).filter_map(in_package).collect();
        in_order.sort_unstable();
        in_order.into_iter().map(|(_, id, unit)| (id, unit)).collect()
    }

    fn declare_members(&mut self, ranks: &[usize]) {
        let (program, symbols) = (self.program, self.symbols);
        for (id, unit) in self.in_order(ranks, &symbols.types) {
            let (file, decl) = symbols.type_decl(program, TypeId(id));
            if decl.scope.index() == 0 {
                self.members.entry((unit, decl.name)).or_insert(Item::Type(TypeId(id)));
            } else {
                self.local_types.insert((file, decl.scope, decl.name), TypeId(id));
            }
        }
        for (id, unit) in self.in_order(ranks, &symbols.vars) {
            self.members.entry((unit, symbols.var(program, VarId(id)).1.name)).or_insert(Item::Var(VarId(id)));
        }
        for (id, unit) in self.in_order(ranks, &symbols.functions) {
            let (id, (_, function)) = (FunctionId(id), symbols.function(program, FunctionId(id)));
            if function.owner.is_none()
                && function.kind == FunctionKind::Ordinary
                && let Item::Function(first) = *self.members.entry((unit, function.name)).or_insert(Item::Function(id))
            {
                self.add_variant(first, id);
            }
        }
    }

    /// The packages of the tree by their import paths.
    fn units_by_path(&self) -> FxHashMap<Name, UnitId> {
        let mut by_path: FxHashMap<Name, UnitId> = FxHashMap::default();
        for (index, unit) in self.program.units.iter().enumerate() {
            if unit.language == Language::Go && !unit.is_test {
                by_path.entry(unit.path).or_insert(UnitId::new(index));
            }
        }
        by_path
    }

    /// The type that a package of the tree declares under the name; what else it declares is unknown.
    fn own_type(&self, unit: UnitId, name: Name, args: Box<[Ty]>) -> Ty {
        match self.members.get(&(unit, name)) {
            Some(Item::Type(id)) => Ty::new(TyKind::Named(*id, args)),
            _ => ty::unknown(),
        }
    }

    fn resolve_imports(&mut self, by_path: &FxHashMap<Name, UnitId>) {
        for (index, facts) in self.program.files.iter().enumerate() {
            let mut table = FxHashMap::default();
            let (mut dots, mut blanks) = (Vec::new(), Vec::new());
            let go = self.is_go(FileId(narrow(index)));
            for import in facts.imports().filter(|_| go) {
                let Some(path) = import.path.first() else { continue };
                match by_path.get(path) {
                    Some(unit) if import.glob => dots.push(*unit),
                    Some(unit) if import.alias.is_some_and(|alias| alias.as_str() == "_") => blanks.push(*unit),
                    Some(unit) => {
                        let own = self.program.units[unit.index()].name;
                        table.insert(import.alias.unwrap_or(own), Package::Unit(*unit));
                    }
                    None => match import.alias.or_else(|| self.imported.package_name(*path)) {
                        Some(name) => {
                            table.insert(name, Package::Library(*path));
                        }
                        None => library_names(*path).into_iter().for_each(|name| {
                            table.entry(name).or_insert(Package::Library(*path));
                        }),
                    },
                }
            }
            self.imports.push(table);
            self.dot_imports.push(dots);
            self.blank_imports.push(blanks);
        }
    }

    /// Packages that tests of other packages import, and nobody else; packages that others import.
    fn units_for_tests(&self) -> (FxHashSet<UnitId>, FxHashSet<UnitId>) {
        let mut of_tests = FxHashSet::default();
        let mut of_others = FxHashSet::default();
        for (index, table) in self.imports.iter().enumerate() {
            let info = self.program.info(FileId(narrow(index)));
            let Some(importer) = info.unit.map(|unit| &self.program.units[unit.index()]) else { continue };
            let in_test = importer.is_test || info.test;
            let imported = table.values().filter_map(|package| if let Package::Unit(unit) = package { Some(*unit) } else { None });
            let nameless = self.dot_imports[index].iter().chain(&self.blank_imports[index]).copied();
            for unit in imported.chain(nameless) {
                if !in_test {
                    of_others.insert(unit);
                } else if self.program.units[unit.index()].path.as_str() != importer.path.trim_end_matches("_test") {
                    of_tests.insert(unit);
                }
            }
        }
        of_tests.retain(|unit| !of_others.contains(unit));
        (of_tests, of_others)
    }

    fn declare_methods(&mut self, ranks: &[usize]) {
        let method = |(id, _): (u32, UnitId)| {
            let (file, function) = self.symbols.function(self.program, FunctionId(id));
            let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
            let ty = self.resolve(Region { file, scope: function.scope, params: &params }, function.owner?);
            if let TyKind::Named(owner, _) = ty.pointee() { Some((*owner, function.name, FunctionId(id))) } else { None }
        };
        let in_order = self.in_order(ranks, &self.symbols.functions);
        let methods: Vec<(TypeId, Name, FunctionId)> = in_order.into_par_iter().filter_map(method).collect();
        for (owner, name, id) in methods {
            let first = *self.methods.entry((owner, name)).or_insert(id);
            self.add_variant(first, id);
            self.method_lists.entry(owner).or_default().push((name, id));
        }
    }

    /// What one file declares again is no other build's.
    fn add_variant(&mut self, first: FunctionId, id: FunctionId) {
        let file = |id: FunctionId| self.symbols.functions[id.0 as usize].file;
        let known = self.variants.get(&first).map_or(&[][..], |known| known);
        if file(known.last().copied().unwrap_or(first)) != file(id) && known.len() < MAX_VARIANTS {
            self.variants.entry(first).or_default().push(id);
        }
    }

    /// The functions that a name stands for in other builds: what calls this one calls them there.
    pub(super) fn variants(&self, id: FunctionId) -> &[FunctionId] {
        self.variants.get(&id).map_or(&[], |variants| variants)
    }

    fn type_info(&self, id: TypeId) -> Option<TypeInfo> {
        let (file, decl) = self.symbols.type_decl(self.program, id);
        if !self.is_go(file) {
            return None;
        }
        let params: Vec<Name> = decl.params.iter().map(|param| param.name).collect();
        let place = Region { file, scope: decl.scope, params: &params };
        let mut info = TypeInfo { params: params.clone(), ..TypeInfo::default() };
        match &decl.kind {
            TypeDeclKind::Struct(fields) => info.fields = self.fields(place, fields),
            TypeDeclKind::Alias(target) => {
                info.target = Some(self.resolve(place, *target));
                info.alias = true;
            }
            TypeDeclKind::Defined(target) => info.target = Some(self.resolve(place, *target)),
            TypeDeclKind::Interface { methods, embeds } => {
                let types = |list: &[TypeExprId]| list.iter().map(|ty| self.resolve(place, *ty)).collect();
                info.interface = Some(InterfaceInfo {
                    methods: methods
                        .iter()
                        .map(|method| (method.name, Signature { params: types(&method.params), results: types(&method.results) }))
                        .collect(),
                    embeds: embeds.iter().map(|ty| self.resolve(place, *ty)).collect(),
                });
            }
            TypeDeclKind::Enum(_) => {}
        }
        Some(info)
    }

    fn fields(&self, place: Region<'_>, fields: &[Field]) -> Vec<FieldInfo> {
        fields.iter().map(|field| field_info(field, self.resolve(place, field.ty))).collect()
    }

    fn local_type(&self, place: Region<'_>, name: Name) -> Option<TypeId> {
        (place.scope.index() != 0).then(|| self.local_types.get(&(place.file, place.scope, name)).copied()).flatten()
    }

    /// What a name that no local binds stands for: a type of the function, or a package member.
    pub(super) fn local_or_member(&self, place: Region<'_>, name: Name) -> Option<Item> {
        self.local_type(place, name).map(Item::Type).or_else(|| self.member(place.file, name))
    }

    /// What a package-level name of the file's package, or of a dot import, stands for.
    pub(super) fn member(&self, file: FileId, name: Name) -> Option<Item> {
        let unit = self.program.info(file).unit?;
        let dots = self.dot_imports[file.index()].iter();
        std::iter::once(&unit).chain(dots).find_map(|unit| self.members.get(&(*unit, name)).copied())
    }

    /// Whether `name` is an imported package in the file.
    pub(super) fn is_package(&self, file: FileId, name: Name) -> bool {
        self.imports[file.index()].contains_key(&name)
    }

    /// Whether a file exists for tests: it uses package `testing`, or only tests import its package.
    pub(super) fn serves_tests(&self, file: FileId) -> bool {
        self.for_tests[file.index()]
    }

    /// Whether a function is test code: in a test file, or in one that exists for tests.
    pub(super) fn is_test(&self, id: FunctionId) -> bool {
        self.of_tests[id.0 as usize]
    }

    /// Whether code outside of tests imports the file's package, as far as it is seen.
    pub(super) fn is_imported(&self, file: FileId) -> bool {
        self.program.info(file).unit.is_none_or(|unit| self.imported_units.contains(&unit))
    }

    fn is_for_tests(&self, file: FileId, test_units: &FxHashSet<UnitId>) -> bool {
        let testing = |package: &Package| matches!(package, Package::Library(path) if path.as_str() == "testing");
        let of_tests = self.program.info(file).unit.is_some_and(|unit| test_units.contains(&unit));
        of_tests || self.imports[file.index()].values().any(testing)
    }

    /// Whether a path outside the tree is known to be a type's.
    pub(super) fn is_library_type(&self, path: Name) -> bool {
        self.table.ty(path).is_some() || self.imported.type_info(path).is_some()
    }

    /// What `package.name` stands for where the package is in the tree.
    pub(super) fn package_member(&self, file: FileId, package: Name, name: Name) -> Option<Item> {
        match self.imports[file.index()].get(&package)? {
            Package::Unit(unit) => self.members.get(&(*unit, name)).copied(),
            Package::Library(_) => None,
        }
    }

    /// The full path of `package.name` where the package is outside the tree.
    pub(super) fn library_path(&self, file: FileId, package: Name, name: Name) -> Option<Name> {
        match self.imports[file.index()].get(&package)? {
            Package::Library(path) => Some(full_path(*path, name)),
            Package::Unit(_) => None,
        }
    }
}

/// The path of what a package outside the tree, or a type of it, has under a name: `net/http.Client`.
pub(super) fn full_path(package: Name, name: Name) -> Name {
    // The same few are asked for over and over; to put one together costs more than to look it up.
    thread_local! {
        static KNOWN: RefCell<FxHashMap<(Name, Name), Name>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| *known.entry((package, name)).or_insert_with(|| Name::from(&format!("{package}.{name}"))))
}

/// The names a package of which nothing but its path is known may have: the last segment without
/// version, and what is left of a `go-` prefix or suffix, or a part between dots.
fn library_names(path: Name) -> Vec<Name> {
    let is_version =
        |part: &str| part.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    let last = path.rsplit('/').find(|part| !is_version(part)).unwrap_or(&path);
    let last = last.rsplit_once('.').filter(|(_, version)| is_version(version)).map_or(last, |(stem, _)| stem);
    let bare = last.strip_prefix("go-").or_else(|| last.strip_suffix("-go")).unwrap_or(last);
    let parts = last.split('.').filter(|_| last.contains('.')).map(Name::from);
    [Name::from(last), Name::from(bare), Name::from(&bare.replace('-', ""))].into_iter().chain(parts).collect()
}

fn field_info(field: &Field, ty: Ty) -> FieldInfo {
    FieldInfo { name: field.name, ty, embedded: field.embedded }
}

/// Whether the name is a predeclared type.
pub(super) fn is_builtin_type(name: &str) -> bool {
    const BUILTIN: [&str; 22] = [
        "bool",
        "string",
        "int",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "uintptr",
        "byte",
        "rune",
        "float32",
        "float64",
        "complex64",
        "complex128",
        "error",
        "any",
        "comparable",
    ];
    BUILTIN.contains(&name)
}
