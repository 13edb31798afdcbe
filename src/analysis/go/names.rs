//! What names mean in Go: packages, imports, types, fields and methods, with embedding.
//!
//! Only declarations are asked. A package outside the tree gives `Library` types by their full
//! path (`net/http.Request`), of which the library table may know more, and the package itself where
//! it is on this machine (`imported`); what cannot be resolved is `Unknown`.

mod imported;

pub(super) use imported::ImportedFunction;

use super::library;
use crate::analysis::symbols::Symbols;
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, TypeId, VarId};
use crate::facts::{
    Field, FunctionModel, Library, MethodModel, Name, Program, ScopeId, TypeDeclKind, TypeExpr, TypeExprId, TypeModel, TypeModelKind,
    UnitId,
};
use crate::source::{FileId, Language};
use imported::Imported;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// How deep aliases, definitions and embeddings are followed; recursive types end here.
const MAX_DEPTH: usize = 12;

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

/// An interface's method names and embedded interfaces.
#[derive(Clone, Debug, Default)]
struct InterfaceInfo {
    methods: Vec<(Name, Signature)>,
    embeds: Vec<Ty>,
}

/// Types of a method's parameters and results.
#[derive(Clone, Debug, Default, PartialEq)]
struct Signature {
    params: Box<[Ty]>,
    results: Box<[Ty]>,
}

/// A type that is not known, or that stands for others.
fn is_open(ty: &Ty) -> bool {
    match &**ty {
        TyKind::Unknown | TyKind::Param(_) => true,
        TyKind::Named(_, args) | TyKind::Library(_, args) => args.iter().any(is_open),
        TyKind::Pointer(inner) | TyKind::Slice(inner) | TyKind::Array(inner, _) | TyKind::Channel(inner) => is_open(inner),
        TyKind::Map(key, value) => is_open(key) || is_open(value),
        TyKind::Function(params, results) => params.iter().chain(results).any(is_open),
        TyKind::Tuple(list) => list.iter().any(is_open),
        TyKind::Basic(_) | TyKind::Struct(..) | TyKind::Interface(..) => false,
    }
}

/// What `x.name` selects, with the embedded fields walked through on the way.
#[derive(Clone, Debug)]
pub(super) enum Selected {
    /// A field and its type.
    Field { through: Vec<Name>, ty: Ty },
    /// A method declared in the tree.
    Method { through: Vec<Name>, function: FunctionId },
    /// A method of a type outside the tree, and that type.
    LibraryMethod { through: Vec<Name>, owner: Ty },
    /// A method of an interface of the tree.
    InterfaceMethod { interface: TypeId, results: Box<[Ty]> },
    /// Nothing that is known.
    Unknown,
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
    /// Packages that tests of other packages import, and nobody else.
    test_units: FxHashSet<UnitId>,
    methods: FxHashMap<(TypeId, Name), FunctionId>,
    /// Functions of one name in files of other builds, by the one that the name stands for.
    variants: FxHashMap<FunctionId, Vec<FunctionId>>,
    method_lists: FxHashMap<TypeId, Vec<(Name, FunctionId)>>,
    types: Vec<Option<TypeInfo>>,
    /// What packages outside the tree declare.
    imported: Imported,
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
            test_units: FxHashSet::default(),
            methods: FxHashMap::default(),
            variants: FxHashMap::default(),
            method_lists: FxHashMap::default(),
            types: Vec::new(),
            imported: Imported::default(),
            models: Vec::new(),
        };
        names.declare_members();
        let by_path = names.units_by_path();
        names.imported = Imported::new(program, |package, name, args| Some(names.own_type(*by_path.get(&package)?, name, args)));
        names.resolve_imports(&by_path);
        names.test_units = names.units_for_tests();
        names.types = (0..symbols.types.len()).map(|index| names.type_info(TypeId(narrow(index)))).collect();
        names.models = (0..symbols.types.len()).map(|index| names.own_model(TypeId(narrow(index)))).collect();
        names.declare_methods();
        names
    }

    /// The library table.
    pub(super) fn library(&self) -> &'p Library {
        &self.program.go
    }

    fn is_go(&self, file: FileId) -> bool {
        self.program.info(file).language == Language::Go
    }

    fn declare_members(&mut self) {
        for (index, facts) in self.program.files.iter().enumerate() {
            let file = FileId(narrow(index));
            let Some(unit) = self.program.info(file).unit.filter(|_| self.is_go(file)) else { continue };
            for (at, decl) in facts.types.iter().enumerate() {
                let id = self.symbols.type_id(file, at);
                if decl.scope.index() == 0 {
                    self.members.entry((unit, decl.name)).or_insert(Item::Type(id));
                } else {
                    self.local_types.insert((file, decl.scope, decl.name), id);
                }
            }
            for (at, decl) in facts.vars.iter().enumerate() {
                self.members.entry((unit, decl.name)).or_insert(Item::Var(self.symbols.var_id(file, at)));
            }
            for (at, function) in facts.functions.iter().enumerate() {
                if function.owner.is_none() && function.kind == crate::facts::FunctionKind::Ordinary {
                    let id = self.symbols.function_id(file, at);
                    if let Item::Function(first) = *self.members.entry((unit, function.name)).or_insert(Item::Function(id)) {
                        self.add_variant(first, id);
                    }
                }
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
            Some(Item::Type(id)) => Arc::new(TyKind::Named(*id, args)),
            _ => ty::unknown(),
        }
    }

    fn resolve_imports(&mut self, by_path: &FxHashMap<Name, UnitId>) {
        for (index, facts) in self.program.files.iter().enumerate() {
            let mut table = FxHashMap::default();
            let mut dots = Vec::new();
            let go = self.is_go(FileId(narrow(index)));
            for import in facts.imports().filter(|_| go) {
                let Some(path) = import.path.first() else { continue };
                match by_path.get(path) {
                    Some(unit) if import.glob => dots.push(*unit),
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
        }
    }

    fn units_for_tests(&self) -> FxHashSet<UnitId> {
        let mut of_tests = FxHashSet::default();
        let mut of_others = FxHashSet::default();
        for (index, table) in self.imports.iter().enumerate() {
            let info = self.program.info(FileId(narrow(index)));
            let Some(importer) = info.unit.map(|unit| &self.program.units[unit.index()]) else { continue };
            let in_test = importer.is_test || info.test;
            let imported = table.values().filter_map(|package| if let Package::Unit(unit) = package { Some(*unit) } else { None });
            for unit in imported.chain(self.dot_imports[index].iter().copied()) {
                if !in_test {
                    of_others.insert(unit);
                } else if self.program.units[unit.index()].path.as_str() != importer.path.trim_end_matches("_test") {
                    of_tests.insert(unit);
                }
            }
        }
        of_tests.retain(|unit| !of_others.contains(unit));
        of_tests
    }

    fn declare_methods(&mut self) {
        for index in 0..self.symbols.functions.len() {
            let id = FunctionId(narrow(index));
            let (file, function) = self.symbols.function(self.program, id);
            let Some(owner) = function.owner.filter(|_| self.is_go(file)) else { continue };
            let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
            let ty = self.resolve(Region { file, scope: function.scope, params: &params }, owner);
            if let TyKind::Named(owner, _) = ty.pointee() {
                let first = *self.methods.entry((*owner, function.name)).or_insert(id);
                self.add_variant(first, id);
                self.method_lists.entry(*owner).or_default().push((function.name, id));
            }
        }
    }

    fn add_variant(&mut self, first: FunctionId, id: FunctionId) {
        if first != id {
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

    /// The type that an expression of a file's table stands for.
    pub(super) fn resolve(&self, place: Region<'_>, id: TypeExprId) -> Ty {
        let anonymous = |id: TypeExprId| match self.program.file(place.file).type_exprs.get(id.index()) {
            Some(TypeExpr::Struct(_)) => TyKind::Struct(place.file, id),
            _ => TyKind::Interface(place.file, id),
        };
        let named = |path: &[Name], args: Box<[Ty]>| self.resolve_path(place, path, args);
        written(&self.program.file(place.file).type_exprs, id, &named, &anonymous)
    }

    fn resolve_path(&self, place: Region<'_>, path: &[Name], args: Box<[Ty]>) -> Ty {
        let found = match path {
            [name] if place.params.contains(name) => return Arc::new(TyKind::Param(*name)),
            [name] => self.local_type(place, *name).map(Item::Type).or_else(|| self.member(place.file, *name)),
            [package, name] => match self.imports[place.file.index()].get(package) {
                Some(Package::Unit(unit)) => self.members.get(&(*unit, *name)).copied(),
                Some(Package::Library(path)) => return Arc::new(TyKind::Library(Name::from(&format!("{path}.{name}")), args)),
                None => None,
            },
            _ => None,
        };
        match (found, path) {
            (Some(Item::Type(id)), _) => Arc::new(TyKind::Named(id, args)),
            (Some(_), _) => ty::unknown(),
            (None, [name]) if is_builtin_type(name) => Arc::new(TyKind::Basic(*name)),
            (None, _) => ty::unknown(),
        }
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
        let testing = |package: &Package| matches!(package, Package::Library(path) if path.as_str() == "testing");
        let of_tests = self.program.info(file).unit.is_some_and(|unit| self.test_units.contains(&unit));
        of_tests || self.imports[file.index()].values().any(testing)
    }

    /// Whether a path outside the tree is known to be a type's.
    pub(super) fn is_library_type(&self, path: Name) -> bool {
        self.library().types.contains_key(path.as_str()) || self.imported.type_info(path).is_some()
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
            Package::Library(path) => Some(Name::from(&format!("{path}.{name}"))),
            Package::Unit(_) => None,
        }
    }

    /// The type with aliases seen through (definitions stay).
    pub(super) fn unalias(&self, ty: &Ty) -> Ty {
        let mut ty = ty.clone();
        for _ in 0..MAX_DEPTH {
            let Some((info, args)) = self.declared(&ty).filter(|(info, _)| info.alias) else { break };
            let Some(target) = info.target.as_ref().filter(|_| !self.is_modelled(&ty)) else { break };
            ty = ty::substitute(target, &info.params, args);
        }
        ty
    }

    /// The type with aliases and definitions seen through: `type Set map[string]bool` is a map.
    pub(super) fn underlying(&self, ty: &Ty) -> Ty {
        let mut ty = ty.clone();
        for _ in 0..MAX_DEPTH {
            let Some((info, args)) = self.declared(&ty) else { break };
            let Some(target) = info.target.as_ref().filter(|_| !self.is_modelled(&ty)) else { break };
            ty = ty::substitute(target, &info.params, args);
        }
        library::defined_map(self, &ty).unwrap_or(ty)
    }

    /// Whether the library table says what a value of the type is: locks and the like have no parts.
    fn is_opaque(&self, ty: &Ty) -> bool {
        matches!(&**ty, TyKind::Library(path, _) if self.library().types.contains_key(path.as_str()))
    }

    /// Whether the library table says what this type is.
    fn is_modelled(&self, ty: &Ty) -> bool {
        matches!(&**ty, TyKind::Library(path, _) if self.library().types.contains_key(path.as_str()) || self.library().structs.contains_key(path.as_str()))
    }

    /// The declaration of a named type, in the tree or outside, and its type arguments.
    fn declared<'t>(&'t self, ty: &'t Ty) -> Option<(&'t TypeInfo, &'t [Ty])> {
        match &**ty {
            TyKind::Named(id, args) => Some((self.info(*id)?, args)),
            TyKind::Library(path, args) => Some((self.imported.type_info(*path)?, args)),
            _ => None,
        }
    }

    /// The function outside the tree with this path, where its package is on this machine.
    pub(super) fn imported_function(&self, path: Name) -> Option<&ImportedFunction> {
        self.imported.function(path)
    }

    /// The method of a type outside the tree, where that is on this machine.
    pub(super) fn imported_method(&self, owner: &Ty, name: Name) -> Option<&ImportedFunction> {
        match &*self.deref(owner) {
            TyKind::Library(path, _) => self.imported.method(*path, name),
            _ => None,
        }
    }

    /// The type behind pointers, aliases seen through.
    pub(super) fn deref(&self, ty: &Ty) -> Ty {
        let mut ty = self.unalias(ty);
        for _ in 0..MAX_DEPTH {
            let TyKind::Pointer(target) = &*ty else { break };
            ty = self.unalias(target);
        }
        ty
    }

    /// What the library table says of a type, pointers and `like` followed.
    pub(super) fn model(&self, ty: &Ty) -> Option<&'p TypeModel> {
        match &*self.deref(ty) {
            TyKind::Library(path, _) => self.library().types.get(path.as_str()),
            TyKind::Named(id, _) => self.models.get(id.0 as usize).copied().flatten(),
            _ => None,
        }
    }

    /// What the table says of a type of the tree: where the tree is the library itself.
    fn own_model(&self, id: TypeId) -> Option<&'p TypeModel> {
        self.library().types.get(&self.own_path(id)?)
    }

    /// The path of a type that a package of the tree declares.
    fn own_path(&self, id: TypeId) -> Option<String> {
        let (file, decl) = self.symbols.type_decl(self.program, id);
        let unit = &self.program.units[self.program.info(file).unit.filter(|_| self.is_go(file) && decl.scope.index() == 0)?.index()];
        Some(format!("{}.{}", unit.path, decl.name))
    }

    /// The kind of a library's type, `Plain` where nothing is known. Definitions over a library
    /// type (`type Mutex sync.Mutex`) have no methods, and so no kind.
    pub(super) fn model_kind(&self, ty: &Ty) -> TypeModelKind {
        self.model(ty).map_or(TypeModelKind::Plain, |model| model.kind)
    }

    /// What the library table says of a method.
    pub(super) fn method_model(&self, owner: &Ty, method: Name) -> Option<&'p MethodModel> {
        let mut model = self.model(owner)?;
        for _ in 0..MAX_DEPTH {
            if let Some(found) = model.methods.get(method.as_str()) {
                return Some(found);
            }
            model = self.library().types.get(model.like.as_ref()?)?;
        }
        None
    }

    /// What the library table says of a method of a type that is no map and no lock.
    pub(super) fn method_function(&self, owner: &Ty, method: Name) -> Option<(Name, &'p FunctionModel)> {
        let TyKind::Library(path, _) = &*self.deref(owner) else { return None };
        let path = format!("{path}.{method}");
        self.library().functions.get(&path).map(|model| (Name::from(&path), model))
    }

    fn info(&self, id: TypeId) -> Option<&TypeInfo> {
        self.types.get(id.0 as usize)?.as_ref()
    }

    /// The fields of a struct type (behind pointers and definitions), their types substituted.
    pub(super) fn struct_fields(&self, ty: &Ty) -> Vec<FieldInfo> {
        let mut ty = self.deref(ty);
        for _ in 0..MAX_DEPTH {
            match &*ty {
                TyKind::Named(..) | TyKind::Library(..) => {
                    let Some((info, args)) = self.declared(&ty).filter(|_| !self.is_opaque(&ty)) else { return self.modelled_fields(&ty) };
                    match &info.target {
                        Some(target) => ty = ty::substitute(target, &info.params, args),
                        None => {
                            let each = |field: &FieldInfo| FieldInfo { ty: ty::substitute(&field.ty, &info.params, args), ..field.clone() };
                            let mut fields = self.modelled_fields(&ty);
                            let rest = info.fields.iter().filter(|field| fields.iter().all(|known| known.name != field.name));
                            let rest: Vec<FieldInfo> = rest.map(each).collect();
                            fields.extend(rest);
                            return fields;
                        }
                    }
                }
                TyKind::Struct(file, id) => {
                    let Some(TypeExpr::Struct(fields)) = self.program.file(*file).type_exprs.get(id.index()) else { return Vec::new() };
                    return self.fields(Region { file: *file, scope: ScopeId(0), params: &[] }, fields);
                }
                _ => return Vec::new(),
            }
        }
        Vec::new()
    }

    /// The fields that the library table gives a type.
    fn modelled_fields(&self, ty: &Ty) -> Vec<FieldInfo> {
        match &**ty {
            TyKind::Library(path, _) => library::fields(self, path),
            _ => Vec::new(),
        }
    }

    /// Whether the type is an interface, named or not.
    pub(super) fn is_interface(&self, ty: &Ty) -> bool {
        let ty = self.underlying(ty);
        match &*ty {
            TyKind::Interface(..) => true,
            TyKind::Named(..) | TyKind::Library(..) => self.declared(&ty).is_some_and(|(info, _)| info.interface.is_some()),
            TyKind::Basic(name) => matches!(name.as_str(), "any" | "error"),
            _ => false,
        }
    }

    /// What `value.name` selects: fields and methods at the shallowest depth, embedding followed.
    pub(super) fn select(&self, ty: &Ty, name: Name) -> Selected {
        let mut level: Vec<(Vec<Name>, Ty)> = vec![(Vec::new(), self.deref(ty))];
        for _ in 0..MAX_DEPTH {
            for (through, ty) in &level {
                if let Some(found) = self.select_here(through, ty, name) {
                    return found;
                }
            }
            let mut deeper = Vec::new();
            for (through, ty) in &level {
                for field in self.struct_fields(ty).into_iter().filter(|field| field.embedded) {
                    let mut path = through.clone();
                    path.push(field.name);
                    deeper.push((path, self.deref(&field.ty)));
                }
            }
            if deeper.is_empty() {
                break;
            }
            level = deeper;
        }
        Selected::Unknown
    }

    fn select_here(&self, through: &[Name], ty: &Ty, name: Name) -> Option<Selected> {
        if self.method_model(ty, name).is_some() || self.method_function(ty, name).is_some() {
            return Some(Selected::LibraryMethod { through: through.to_vec(), owner: ty.clone() });
        }
        if library::has_method(self, ty, name) {
            return Some(Selected::LibraryMethod { through: through.to_vec(), owner: ty.clone() });
        }
        if let TyKind::Named(id, _) = &**ty {
            if let Some(function) = self.methods.get(&(*id, name)) {
                return Some(Selected::Method { through: through.to_vec(), function: *function });
            }
            if let Some(results) = self.interface_method(*id, name, 0) {
                return Some(Selected::InterfaceMethod { interface: *id, results });
            }
        }
        if self.imported_method(ty, name).is_some() || self.imported_interface_method(ty, name, 0).is_some() {
            return Some(Selected::LibraryMethod { through: through.to_vec(), owner: ty.clone() });
        }
        let field = self.struct_fields(ty).into_iter().find(|field| field.name == name)?;
        Some(Selected::Field { through: through.to_vec(), ty: field.ty })
    }

    /// What a method of an interface of the tree returns.
    pub(super) fn interface_results(&self, id: TypeId, name: Name) -> Option<Box<[Ty]>> {
        self.interface_method(id, name, 0)
    }

    fn interface_method(&self, id: TypeId, name: Name, depth: usize) -> Option<Box<[Ty]>> {
        let info = self.info(id)?;
        let interface = match (&info.interface, &info.target) {
            (Some(interface), _) => interface,
            (None, Some(target)) if depth < MAX_DEPTH => match &**target {
                TyKind::Named(target, _) => return self.interface_method(*target, name, depth + 1),
                _ => return None,
            },
            _ => return None,
        };
        if let Some((_, signature)) = interface.methods.iter().find(|(method, _)| *method == name) {
            return Some(signature.results.clone());
        }
        let embedded = interface.embeds.iter().filter(|_| depth < MAX_DEPTH);
        embedded.into_iter().find_map(|ty| match &**ty {
            TyKind::Named(id, _) => self.interface_method(*id, name, depth + 1),
            _ => None,
        })
    }

    /// What a method of a type outside the tree returns, its type arguments filled in; `None` where the
    /// type is not on this machine or has no such method.
    pub(super) fn imported_results(&self, owner: &Ty, name: Name) -> Option<Vec<Ty>> {
        let owner = self.deref(owner);
        let TyKind::Library(_, args) = &*owner else { return None };
        if let Some(method) = self.imported_method(&owner, name) {
            return Some(method.results.iter().map(|ty| ty::substitute(ty, &method.type_params, args)).collect());
        }
        self.imported_interface_method(&owner, name, 0)
    }

    fn imported_interface_method(&self, owner: &Ty, name: Name, depth: usize) -> Option<Vec<Ty>> {
        let TyKind::Library(..) = &**owner else { return None };
        let (info, args) = self.declared(owner).filter(|_| depth < MAX_DEPTH)?;
        let interface = info.interface.as_ref()?;
        if let Some((_, signature)) = interface.methods.iter().find(|(method, _)| *method == name) {
            return Some(signature.results.iter().map(|ty| ty::substitute(ty, &info.params, args)).collect());
        }
        interface.embeds.iter().find_map(|embed| self.imported_interface_method(embed, name, depth + 1))
    }

    /// All method names of an interface of the tree; `None` where a part of it is outside.
    pub(super) fn interface_methods(&self, id: TypeId) -> Option<Vec<Name>> {
        let mut found = Vec::new();
        self.gather_interface(id, &mut found, 0)?;
        let mut names: Vec<Name> = found.into_iter().map(|(name, _)| *name).collect();
        names.sort();
        names.dedup();
        Some(names)
    }

    fn gather_interface<'s>(&'s self, id: TypeId, found: &mut Vec<(&'s Name, &'s Signature)>, depth: usize) -> Option<()> {
        let info = self.info(id)?.interface.as_ref()?;
        found.extend(info.methods.iter().map(|(name, signature)| (name, signature)));
        for embed in &info.embeds {
            match &**embed {
                TyKind::Named(id, _) if depth < MAX_DEPTH => self.gather_interface(*id, found, depth + 1)?,
                _ => return None,
            }
        }
        Some(())
    }

    /// Whether the type has all methods of the interface, as far as types are known.
    pub(super) fn implements(&self, ty: TypeId, interface: TypeId) -> bool {
        let mut wanted = Vec::new();
        let whole = self.gather_interface(interface, &mut wanted, 0).is_some();
        whole
            && wanted
                .iter()
                .all(|(name, signature)| self.method(ty, **name).is_some_and(|method| self.fits(&self.signature(method), signature)))
    }

    /// Whether one may stand for the other: no two types that are known differ.
    fn fits(&self, one: &Signature, other: &Signature) -> bool {
        let same = |one: &Ty, other: &Ty| self.unalias(one) == self.unalias(other) || is_open(one) || is_open(other);
        let alike = |one: &[Ty], other: &[Ty]| one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other));
        alike(&one.params, &other.params) && alike(&one.results, &other.results)
    }

    fn signature(&self, id: FunctionId) -> Signature {
        let (file, function) = self.symbols.function(self.program, id);
        let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
        let place = Region { file, scope: function.scope, params: &params };
        let last = function.params.len().saturating_sub(1);
        let of_param = |(at, local): (usize, &crate::facts::LocalId)| match function.body.local(*local).ty {
            // How an interface writes a variadic parameter is left open.
            Some(ty) if !(function.variadic && at == last) => self.resolve(place, ty),
            _ => ty::unknown(),
        };
        Signature {
            params: function.params.iter().enumerate().map(of_param).collect(),
            results: function.results.iter().map(|ty| self.resolve(place, *ty)).collect(),
        }
    }

    /// The methods declared on a type of the tree, in source order.
    pub(super) fn methods_of(&self, id: TypeId) -> &[(Name, FunctionId)] {
        self.method_lists.get(&id).map_or(&[], |list| list)
    }

    /// The method of that name declared on the type itself.
    pub(super) fn method(&self, id: TypeId, name: Name) -> Option<FunctionId> {
        self.methods.get(&(id, name)).copied()
    }

    /// A type with the full path of what stands outside the tree: `*net/http.Request`.
    pub(super) fn show_path(&self, ty: &Ty) -> String {
        match &**ty {
            TyKind::Library(path, _) => path.to_string(),
            TyKind::Pointer(inner) => format!("*{}", self.show_path(inner)),
            TyKind::Channel(inner) => format!("chan {}", self.show_path(inner)),
            TyKind::Slice(inner) => format!("[]{}", self.show_path(inner)),
            TyKind::Named(id, _) => self.own_path(*id).unwrap_or_else(|| self.show(ty)),
            TyKind::Interface(file, id) => match self.program.file(*file).type_exprs.get(id.index()) {
                Some(TypeExpr::Interface { methods, embeds }) if methods.is_empty() && embeds.is_empty() => "any".to_owned(),
                _ => self.show(ty),
            },
            _ => self.show(ty),
        }
    }

    /// A type as Go writes it, packages left out.
    pub(super) fn show(&self, ty: &Ty) -> String {
        let list = |types: &[Ty]| types.iter().map(|ty| self.show(ty)).collect::<Vec<_>>().join(", ");
        let args = |types: &[Ty]| if types.is_empty() { String::new() } else { format!("[{}]", list(types)) };
        match &**ty {
            TyKind::Unknown => "?".to_owned(),
            TyKind::Basic(name) | TyKind::Param(name) => name.to_string(),
            TyKind::Named(id, types) => format!("{}{}", self.symbols.type_decl(self.program, *id).1.name, args(types)),
            TyKind::Library(path, types) => format!("{}{}", path.rsplit('/').next().unwrap_or(path), args(types)),
            TyKind::Pointer(inner) => format!("*{}", self.show(inner)),
            TyKind::Slice(inner) => format!("[]{}", self.show(inner)),
            TyKind::Array(inner, len) => format!("[{}]{}", len.map_or("…".to_owned(), |len| len.to_string()), self.show(inner)),
            TyKind::Map(key, value) => format!("map[{}]{}", self.show(key), self.show(value)),
            TyKind::Channel(inner) => format!("chan {}", self.show(inner)),
            TyKind::Function(params, results) => match &**results {
                [] => format!("func({})", list(params)),
                [one] => format!("func({}) {}", list(params), self.show(one)),
                many => format!("func({}) ({})", list(params), list(many)),
            },
            TyKind::Tuple(types) => format!("({})", list(types)),
            TyKind::Struct(..) => "struct{…}".to_owned(),
            TyKind::Interface(..) => "interface{…}".to_owned(),
        }
    }
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

/// The type that an expression of a file's table stands for: `named` resolves names with their type
/// arguments, `anonymous` struct and interface types.
fn written(exprs: &[TypeExpr], id: TypeExprId, named: &impl Fn(&[Name], Box<[Ty]>) -> Ty, anonymous: &impl Fn(TypeExprId) -> TyKind) -> Ty {
    let Some(expr) = exprs.get(id.index()) else { return ty::unknown() };
    let one = |id: &TypeExprId| written(exprs, *id, named, anonymous);
    let each = |list: &[TypeExprId]| -> Box<[Ty]> { list.iter().map(one).collect() };
    Arc::new(match expr {
        TypeExpr::Unknown => TyKind::Unknown,
        TypeExpr::Path { path, args } => return named(path, each(args)),
        TypeExpr::Pointer { target, .. } => TyKind::Pointer(one(target)),
        TypeExpr::Slice(inner) => TyKind::Slice(one(inner)),
        TypeExpr::Array(inner, len) => TyKind::Array(one(inner), *len),
        TypeExpr::Map(key, value) => TyKind::Map(one(key), one(value)),
        TypeExpr::Channel(inner) => TyKind::Channel(one(inner)),
        TypeExpr::Function { params, results } => TyKind::Function(each(params), each(results)),
        TypeExpr::Tuple(list) => TyKind::Tuple(each(list)),
        TypeExpr::Struct(_) | TypeExpr::Interface { .. } => anonymous(id),
    })
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

/// An index as an id's number.
pub(super) fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("a run has fewer than 2^32 of anything")
}
