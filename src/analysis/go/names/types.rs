//! What a type is: aliases and definitions seen through, pointers followed, and what the table of
//! libraries says of it.

use super::{ImportedFunction, MAX_DEPTH, Names, Region, Target, TypeInfo, library};
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, TypeId};
use crate::facts::{EntryModel, FunctionModel, MethodModel, Name, StructModel, TypeModel, TypeModelKind};

impl<'p> Names<'p> {
    /// The type with aliases seen through (definitions stay).
    pub(in crate::analysis::go) fn unalias(&self, ty: &Ty) -> Ty {
        self.seen_through(ty, |target| target == Target::Alias)
    }

    /// The type with aliases and definitions seen through: `type Set map[string]bool` is a map.
    pub(in crate::analysis::go) fn underlying(&self, ty: &Ty) -> Ty {
        let ty = self.seen_through(ty, |target| target != Target::Itself);
        library::defined_map(self, &ty).unwrap_or(ty)
    }

    fn seen_through(&self, ty: &Ty, is_seen_through: impl Fn(Target) -> bool) -> Ty {
        let mut ty = *ty;
        for _ in 0..MAX_DEPTH {
            let known = match &*ty {
                TyKind::Named(id, _) => self.targets.get(id.0 as usize).copied().unwrap_or_default(),
                TyKind::Library(path, _) if !self.table.has(*path) => self.imported.type_info(*path).map_or(Target::Itself, Target::of),
                _ => Target::Itself,
            };
            if !is_seen_through(known) {
                break;
            }
            let Some((info, args)) = self.declared(&ty) else { break };
            let Some(target) = &info.target else { break };
            ty = ty::substitute(target, &info.params, args);
        }
        ty
    }

    /// Whether the type is a pointer, aliases seen through.
    pub(in crate::analysis::go) fn is_pointer(&self, ty: &Ty) -> bool {
        match &**ty {
            TyKind::Pointer(_) => true,
            TyKind::Named(..) | TyKind::Library(..) => matches!(&*self.unalias(ty), TyKind::Pointer(_)),
            _ => false,
        }
    }

    /// Whether the library table says what a value of the type is: locks and the like have no parts.
    pub(super) fn is_opaque(&self, ty: &Ty) -> bool {
        matches!(&**ty, TyKind::Library(path, _) if self.table.ty(*path).is_some())
    }

    /// The declaration of a named type, in the tree or outside, and its type arguments.
    pub(super) fn declared<'t>(&'t self, ty: &'t Ty) -> Option<(&'t TypeInfo, &'t [Ty])> {
        match &**ty {
            TyKind::Named(id, args) => Some((self.info(*id)?, args)),
            TyKind::Library(path, args) => Some((self.imported.type_info(*path)?, args)),
            _ => None,
        }
    }

    /// What a named type is declared as: another type, or (`Some(None)`) a struct or interface; `None` where its
    /// declaration is not known.
    pub(in crate::analysis::go) fn definition(&self, ty: &Ty) -> Option<Option<Ty>> {
        let (info, args) = self.declared(ty)?;
        Some(info.target.as_ref().map(|target| ty::substitute(target, &info.params, args)))
    }

    /// The function outside the tree with this path, where its package is on this machine.
    pub(in crate::analysis::go) fn imported_function(&self, path: Name) -> Option<&ImportedFunction> {
        self.imported.function(path)
    }

    /// The method of a type outside the tree, where that is on this machine.
    pub(in crate::analysis::go) fn imported_method(&self, owner: &Ty, name: Name) -> Option<&ImportedFunction> {
        match &*self.deref(owner) {
            TyKind::Library(path, _) => self.imported.method(*path, name),
            _ => None,
        }
    }

    /// The type behind pointers, aliases seen through.
    pub(in crate::analysis::go) fn deref(&self, ty: &Ty) -> Ty {
        let mut ty = self.unalias(ty);
        for _ in 0..MAX_DEPTH {
            let TyKind::Pointer(target) = &*ty else { break };
            ty = self.unalias(target);
        }
        ty
    }

    /// The table's entry for a struct type: by its path, or by the innermost folder that has one.
    pub(in crate::analysis::go) fn struct_model(&self, path: Name) -> Option<&'p StructModel> {
        self.table.struct_model(path)
    }

    /// The table's entries that are told by the function that takes them, with their keys.
    pub(in crate::analysis::go) fn registered_entries(&self) -> &[(&'p str, &'p EntryModel)] {
        self.table.registered()
    }

    /// The table's entries that a function of this name may be, with their keys, in the table's order.
    pub(in crate::analysis::go) fn entries(&self, function: Name) -> impl Iterator<Item = (&'p str, &'p EntryModel)> {
        self.table.entries(function)
    }

    /// The type is `error` itself.
    pub(in crate::analysis::go) fn is_error(ty: &Ty) -> bool {
        matches!(&**ty, TyKind::Basic(name) if name.as_str() == "error")
    }

    /// Whether the last of a function's results is an `error`.
    pub(in crate::analysis::go) fn returns_error(&self, id: FunctionId) -> bool {
        let (file, function) = self.symbols.function(self.program, id);
        let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
        let region = Region { file, scope: function.scope, params: &params };
        function.results.last().is_some_and(|ty| Names::is_error(&self.resolve(region, *ty)))
    }

    /// What the library table says of a type, pointers and `like` followed.
    pub(in crate::analysis::go) fn model(&self, ty: &Ty) -> Option<&'p TypeModel> {
        match &*self.deref(ty) {
            TyKind::Library(path, _) => self.table.ty(*path),
            TyKind::Named(id, _) => self.models.get(id.0 as usize).copied().flatten(),
            _ => None,
        }
    }

    /// What the table says of a type of the tree: where the tree is the library itself.
    pub(super) fn own_model(&self, id: TypeId) -> Option<&'p TypeModel> {
        self.library().types.get(&self.own_path(id)?)
    }

    /// The path of a type that a package of the tree declares.
    pub(super) fn own_path(&self, id: TypeId) -> Option<String> {
        let (file, decl) = self.symbols.type_decl(self.program, id);
        let unit = &self.program.units[self.program.info(file).unit.filter(|_| self.is_go(file) && decl.scope.index() == 0)?.index()];
        Some(format!("{}.{}", unit.path, decl.name))
    }

    /// The kind of a library's type, `Plain` where nothing is known. Definitions over a library
    /// type (`type Mutex sync.Mutex`) have no methods, and so no kind.
    pub(in crate::analysis::go) fn model_kind(&self, ty: &Ty) -> TypeModelKind {
        self.model(ty).map_or(TypeModelKind::Plain, |model| model.kind)
    }

    /// A field of the struct is a lock.
    pub(in crate::analysis::go) fn has_lock(&self, ty: &Ty) -> bool {
        let is_lock = |ty: &Ty| matches!(self.model_kind(ty), TypeModelKind::Mutex | TypeModelKind::RwLock);
        self.struct_fields(ty).iter().any(|field| is_lock(&field.ty))
    }

    /// What the library table says of a method.
    pub(in crate::analysis::go) fn method_model(&self, owner: &Ty, method: Name) -> Option<&'p MethodModel> {
        let Some(mut model) = self.model(owner) else { return self.lock_method(owner, method) };
        for _ in 0..MAX_DEPTH {
            if let Some(found) = model.methods.get(method.as_str()) {
                return Some(found);
            }
            model = self.library().types.get(model.like.as_ref()?)?;
        }
        None
    }

    /// A method of a library's type that the table does not have, by whose name the package `sync` locks: such a type is
    /// a `sync.Locker`, whoever wrote it.
    fn lock_method(&self, owner: &Ty, method: Name) -> Option<&'p MethodModel> {
        let TyKind::Library(..) = &*self.deref(owner) else { return None };
        self.library().types.get("sync.RWMutex")?.methods.get(method.as_str())
    }

    /// What the library table says of a method of a type that is no map and no lock.
    pub(in crate::analysis::go) fn method_function(&self, owner: &Ty, method: Name) -> Option<(Name, &'p FunctionModel)> {
        let TyKind::Library(path, _) = &*self.deref(owner) else { return None };
        self.table.method(*path, method)
    }

    pub(super) fn info(&self, id: TypeId) -> Option<&TypeInfo> {
        self.types.get(id.0 as usize)?.as_ref()
    }
}
