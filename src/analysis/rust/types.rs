//! Written types to known types: aliases seen through in the scope that defines them, `Self` and
//! type parameters filled in, library types by their full path; and what those types have: fields,
//! methods, what they dereference to.

use super::names::{Item, Names, Space};
use crate::analysis::symbols::Symbols;
use crate::analysis::ty::{FunctionId, Ty, TyKind, TypeId, substitute, unknown};
use crate::facts::{
    Effect, Library, MethodModel, Name, Program, ScopeId, TypeDeclKind, TypeExpr, TypeExprId, TypeModel, TypeModelKind, Wait,
};
use crate::source::FileId;
use rustc_hash::FxHashMap;

/// Types and aliases are followed this deep.
const TYPE_DEPTH: usize = 24;
/// A guard is looked for this deep in a type.
const GUARD_DEPTH: usize = 3;
/// Dereferences that a method call may go through.
const DEREF_DEPTH: usize = 10;
/// The path that stands for a raw pointer.
const RAW_POINTER: &str = "*";

/// What a written type may refer to beside the names of its scope.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// What `Self` is.
    pub(super) this: Option<Ty>,
    /// Type parameters in scope.
    pub(super) params: Vec<Name>,
}

/// A method and the type it was found on.
#[derive(Clone, Debug)]
pub(super) struct Method<'p> {
    /// The type on which it is, dereferenced as far as needed.
    pub(super) on: Ty,
    /// Where it comes from.
    pub(super) source: MethodSource<'p>,
    /// What was dereferenced on the way, outermost first.
    pub(super) through: Vec<Ty>,
}

/// Where a method comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum MethodSource<'p> {
    /// Declared in the workspace.
    Declared(FunctionId),
    /// A library's, with its table entry.
    Library(&'p TypeModel, &'p MethodModel),
}

/// A struct's field.
#[derive(Clone, Debug)]
pub(super) struct FieldFound {
    /// Its type, the struct's arguments filled in.
    pub(super) ty: Ty,
    /// The struct; `None` for a tuple's.
    pub(super) owner: Option<TypeId>,
}

/// A map and what is around it.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// The map's type.
    pub(super) map: Ty,
    /// The locks and cells around it, outermost first.
    pub(super) locks: Vec<TypeModelKind>,
    /// It is behind an `Arc`.
    pub(super) shared: bool,
}

/// All that declarations say of types.
#[derive(Debug)]
pub(super) struct Types<'p> {
    pub(super) program: &'p Program,
    pub(super) symbols: &'p Symbols,
    pub(super) names: Names<'p>,
    methods: FxHashMap<(TypeId, Name), Vec<FunctionId>>,
    owners: FxHashMap<FunctionId, Ty>,
    derefs: FxHashMap<TypeId, (Ty, Ty)>,
    wrappers: Vec<&'p TypeModel>,
}

impl<'p> Types<'p> {
    /// Indexes methods and `Deref` impls of the program.
    pub(super) fn new(program: &'p Program, symbols: &'p Symbols) -> Types<'p> {
        let names = Names::new(program, symbols);
        let wrappers = program.rust.types.values().filter(|model| model.kind == TypeModelKind::Wrapper).collect();
        let mut types = Types {
            program,
            symbols,
            names,
            methods: FxHashMap::default(),
            owners: FxHashMap::default(),
            derefs: FxHashMap::default(),
            wrappers,
        };
        for index in 0..symbols.functions.len() {
            let id = FunctionId(u32::try_from(index).unwrap_or(u32::MAX));
            let (file, function) = symbols.function(program, id);
            let Some(owner) = function.owner else { continue };
            let params = function.type_params.iter().map(|param| param.name).collect();
            let ty = types.lower(file, function.scope, owner, &Context { this: None, params });
            if let TyKind::Named(owner, _) = &*ty {
                types.methods.entry((*owner, function.name)).or_default().push(id);
            }
            types.owners.insert(id, ty);
        }
        for (index, file) in program.files.iter().enumerate() {
            let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
            for found in &file.impls {
                let target = found.associated.iter().find(|(name, _)| name.as_str() == "Target");
                let is_deref = matches!(file.type_exprs.get(found.trait_.index()), Some(TypeExpr::Path { path, .. }) if path.last().is_some_and(|last| last.as_str() == "Deref"));
                if let Some((_, target)) = target.filter(|_| is_deref) {
                    // The impl's own parameters are whatever its type's arguments name.
                    let params = bare_names(file, found.ty);
                    let context = Context { this: None, params: params.clone() };
                    let ty = types.lower(id, found.scope, found.ty, &context);
                    let target = types.lower(id, found.scope, *target, &Context { this: Some(ty), params });
                    if let TyKind::Named(owner, _) = &*ty {
                        types.derefs.insert(*owner, (ty, target));
                    }
                }
            }
        }
        types
    }

    /// The library table.
    pub(super) fn library(&self) -> &'p Library {
        &self.program.rust
    }

    /// The table entry of a library type.
    pub(super) fn model(&self, ty: &TyKind) -> Option<&'p TypeModel> {
        match ty {
            TyKind::Library(path, _) => self.program.rust.types.get(path.as_str()),
            _ => None,
        }
    }

    /// What kind of library type it is; `Plain` where it is none.
    pub(super) fn kind(&self, ty: &TyKind) -> TypeModelKind {
        self.model(ty).map_or(TypeModelKind::Plain, |model| model.kind)
    }

    /// The `impl`'s type of a method.
    pub(super) fn owner(&self, function: FunctionId) -> Option<&Ty> {
        self.owners.get(&function)
    }

    /// A method of a declared type by name, where there is exactly one.
    pub(super) fn declared_method(&self, ty: TypeId, name: Name) -> Option<FunctionId> {
        match self.methods.get(&(ty, name))?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// What the types of a function's body may refer to.
    pub(super) fn context(&self, function: FunctionId) -> Context {
        let (_, decl) = self.symbols.function(self.program, function);
        Context { this: self.owner(function).copied(), params: decl.type_params.iter().map(|param| param.name).collect() }
    }

    /// The declared result of a function; `None` where it returns nothing.
    pub(super) fn result(&self, function: FunctionId) -> Option<Ty> {
        let (file, decl) = self.symbols.function(self.program, function);
        Some(self.lower(file, decl.scope, *decl.results.first()?, &self.context(function)))
    }

    /// The result of calling a method on a value whose type is `on`.
    pub(super) fn result_on(&self, function: FunctionId, on: &Ty) -> Ty {
        let Some(result) = self.result(function) else { return unit() };
        match (self.owner(function).map(|owner| &**owner), &**on) {
            (Some(TyKind::Named(_, declared)), TyKind::Named(_, actual)) => fill(&result, declared, actual),
            _ => result,
        }
    }

    /// The type of a static, constant or `thread_local!`.
    pub(super) fn var(&self, id: crate::analysis::ty::VarId) -> Ty {
        let (file, decl) = self.symbols.var(self.program, id);
        decl.ty.map_or_else(unknown, |ty| self.lower(file, decl.scope, ty, &Context::default()))
    }

    /// A written type.
    pub(super) fn lower(&self, file: FileId, scope: ScopeId, ty: TypeExprId, context: &Context) -> Ty {
        self.lower_at(file, scope, ty, context, 0)
    }

    fn lower_at(&self, file: FileId, scope: ScopeId, ty: TypeExprId, context: &Context, depth: usize) -> Ty {
        let Some(expr) = self.program.file(file).type_exprs.get(ty.index()).filter(|_| depth < TYPE_DEPTH) else {
            return unknown();
        };
        let lower = |ty: TypeExprId| self.lower_at(file, scope, ty, context, depth + 1);
        Ty::new(match expr {
            TypeExpr::Path { path, args } => {
                let args: Box<[Ty]> = args.iter().map(|arg| lower(*arg)).collect();
                return self.named(file, scope, path, args, context, depth);
            }
            TypeExpr::Pointer { target, raw: true, .. } => TyKind::Library(Name::from(RAW_POINTER), Box::new([lower(*target)])),
            TypeExpr::Pointer { target, .. } => TyKind::Pointer(lower(*target)),
            TypeExpr::Slice(element) => TyKind::Slice(lower(*element)),
            TypeExpr::Array(element, length) => TyKind::Array(lower(*element), *length),
            TypeExpr::Tuple(list) => TyKind::Tuple(list.iter().map(|ty| lower(*ty)).collect()),
            TypeExpr::Function { params, results } => {
                TyKind::Function(params.iter().map(|ty| lower(*ty)).collect(), results.iter().map(|ty| lower(*ty)).collect())
            }
            // `dyn Trait` is the trait, where that is one of the workspace.
            TypeExpr::Interface { embeds, .. } => {
                let named = |ty: &Ty| matches!(&**ty, TyKind::Named(id, _) if self.is_trait(*id));
                return embeds.iter().map(|bound| lower(*bound)).find(named).unwrap_or_else(unknown);
            }
            TypeExpr::Unknown | TypeExpr::Map(..) | TypeExpr::Channel(_) | TypeExpr::Struct(_) => TyKind::Unknown,
        })
    }

    fn named(&self, file: FileId, scope: ScopeId, path: &[Name], args: Box<[Ty]>, context: &Context, depth: usize) -> Ty {
        if let [one] = path {
            if one.as_str() == "Self" {
                return context.this.unwrap_or_else(unknown);
            }
            if context.params.contains(one) {
                return Ty::new(TyKind::Param(*one));
            }
        }
        match self.names.resolve(file, scope, path, Space::Type) {
            Some(Item::Type(id)) => self.declared(id, args, depth),
            Some(Item::Extern(path)) => Ty::new(TyKind::Library(Name::from(&path), args)),
            None if path.len() == 1 && is_primitive(path[0].as_str()) => Ty::new(TyKind::Basic(path[0])),
            _ => unknown(),
        }
    }

    /// A declared type with its arguments; what an alias stands for.
    pub(super) fn declared(&self, id: TypeId, args: Box<[Ty]>, depth: usize) -> Ty {
        let (file, decl) = self.symbols.type_decl(self.program, id);
        let TypeDeclKind::Alias(target) = decl.kind else { return Ty::new(TyKind::Named(id, args)) };
        let params: Vec<Name> = decl.params.iter().map(|param| param.name).collect();
        let target = self.lower_at(file, decl.scope, target, &Context { this: None, params: params.clone() }, depth + 1);
        substitute(&target, &params, &args)
    }

    /// One step of `*`, as a method call takes it by itself: references, smart pointers, guards,
    /// lazies, `impl Deref` of the workspace. Raw pointers are not followed.
    pub(super) fn deref(&self, ty: &TyKind) -> Option<Ty> {
        match ty {
            TyKind::Pointer(target) => Some(*target),
            TyKind::Library(_, args) => {
                let model = self.model(ty)?;
                let transparent = matches!(
                    model.kind,
                    TypeModelKind::Transparent | TypeModelKind::Shared | TypeModelKind::SharedLocal | TypeModelKind::Guard
                );
                args.get(model.inner).filter(|_| transparent).copied()
            }
            TyKind::Named(id, args) => {
                let (declared, target) = self.derefs.get(id)?;
                let TyKind::Named(_, params) = &**declared else { return None };
                Some(fill(target, params, args))
            }
            _ => None,
        }
    }

    /// What `*raw` is, for a raw pointer.
    pub(super) fn raw_target(&self, ty: &TyKind) -> Option<Ty> {
        match ty {
            TyKind::Library(path, args) if path.as_str() == RAW_POINTER => args.first().copied(),
            _ => None,
        }
    }

    /// The raw pointer to a type.
    pub(super) fn raw_pointer(&self, target: Ty) -> Ty {
        Ty::new(TyKind::Library(Name::from(RAW_POINTER), Box::new([target])))
    }

    /// The type behind references, and nothing else.
    pub(super) fn pointed_at(ty: &Ty) -> &Ty {
        let mut ty = ty;
        while let TyKind::Pointer(target) = &**ty {
            ty = target;
        }
        ty
    }

    /// The type behind references, smart pointers and guards.
    pub(super) fn strip(&self, ty: &Ty) -> Ty {
        let mut ty = *ty;
        for _ in 0..DEREF_DEPTH {
            match self.deref(&ty) {
                Some(next) => ty = next,
                None => break,
            }
        }
        ty
    }

    /// A field by name, references and smart pointers seen through.
    pub(super) fn field(&self, ty: &Ty, name: Name) -> Option<FieldFound> {
        let mut ty = *ty;
        for _ in 0..DEREF_DEPTH {
            match &*ty {
                TyKind::Named(id, args) => {
                    if let Some(found) = self.own_field(*id, args, name) {
                        return Some(found);
                    }
                }
                TyKind::Tuple(list) => {
                    if let Some(ty) = name.as_str().parse::<usize>().ok().and_then(|index| list.get(index)) {
                        return Some(FieldFound { ty: *ty, owner: None });
                    }
                }
                _ => {}
            }
            ty = self.deref(&ty)?;
        }
        None
    }

    fn own_field(&self, id: TypeId, args: &[Ty], name: Name) -> Option<FieldFound> {
        let (file, decl) = self.symbols.type_decl(self.program, id);
        let TypeDeclKind::Struct(fields) = &decl.kind else { return None };
        let mut same = fields.iter().filter(|field| field.name == name);
        let field = same.next()?;
        let params: Vec<Name> = decl.params.iter().map(|param| param.name).collect();
        let lower =
            |ty| self.lower(file, decl.scope, ty, &Context { this: Some(Ty::new(TyKind::Named(id, args.into()))), params: params.clone() });
        let ty = lower(field.ty);
        // Twins of different builds that disagree are unknown.
        let ty = if same.all(|twin| lower(twin.ty) == ty) { ty } else { unknown() };
        Some(FieldFound { ty: substitute(&ty, &params, args), owner: Some(id) })
    }

    /// A field of an enum's variant; as storage it has no owner, since the variants share theirs.
    pub(super) fn variant_field(&self, ty: &TyKind, variant: Name, name: Name) -> Option<Ty> {
        let TyKind::Named(id, args) = ty else { return None };
        let (file, decl) = self.symbols.type_decl(self.program, *id);
        let TypeDeclKind::Enum(variants) = &decl.kind else { return None };
        let (_, fields) = variants.iter().find(|(found, _)| *found == variant)?;
        let params: Vec<Name> = decl.params.iter().map(|param| param.name).collect();
        let context = Context { this: Some(Ty::new(ty.clone())), params: params.clone() };
        let field = fields.iter().find(|field| field.name == name)?;
        Some(substitute(&self.lower(file, decl.scope, field.ty, &context), &params, args))
    }

    fn is_trait(&self, id: TypeId) -> bool {
        matches!(self.symbols.type_decl(self.program, id).1.kind, TypeDeclKind::Interface { .. })
    }

    /// All fields of a struct with their types.
    pub(super) fn fields(&self, ty: &TyKind) -> Vec<(Name, Ty)> {
        let TyKind::Named(id, args) = ty else { return Vec::new() };
        let (_, decl) = self.symbols.type_decl(self.program, *id);
        match &decl.kind {
            TypeDeclKind::Struct(fields) => {
                fields.iter().filter_map(|field| Some((field.name, self.own_field(*id, args, field.name)?.ty))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The method that a call finds, dereferencing as the language does.
    pub(super) fn method(&self, ty: &Ty, name: Name) -> Option<Method<'p>> {
        let mut on = *ty;
        let mut through = Vec::new();
        for _ in 0..DEREF_DEPTH {
            if let Some(source) = self.own_method(&on, name) {
                return Some(Method { on, source, through });
            }
            // A declared type that the table of methods does not explain may still have a method of
            // that name from a trait; only what it dereferences to is looked at.
            let next = self.deref(&on)?;
            through.push(on);
            on = next;
        }
        None
    }

    fn own_method(&self, ty: &Ty, name: Name) -> Option<MethodSource<'p>> {
        match &**ty {
            TyKind::Named(id, _) => self.method_of(*id, name).map(MethodSource::Declared),
            TyKind::Library(..) => {
                let model = self.model(ty)?;
                let method = self.library_method(model, name.as_str())?;
                Some(MethodSource::Library(model, method))
            }
            _ => None,
        }
    }

    fn library_method(&self, model: &'p TypeModel, name: &str) -> Option<&'p MethodModel> {
        let mut model = model;
        for _ in 0..DEREF_DEPTH {
            if let Some(method) = model.methods.get(name) {
                return Some(method);
            }
            model = self.program.rust.types.get(model.like.as_ref()?)?;
        }
        None
    }

    /// What the thread waits for in a method of a library's type.
    pub(super) fn waits(&self, ty: &TyKind, name: Name) -> Option<Wait> {
        let TyKind::Library(path, _) = ty else { return None };
        self.program.rust.functions.get(&format!("{path}::{name}"))?.waits
    }

    /// What a method of that name does on some `Option` or `Result`.
    pub(super) fn wrapper_method(&self, name: Name) -> Option<&'p MethodModel> {
        self.wrappers.iter().find_map(|model| self.library_method(model, name.as_str()))
    }

    /// The method on what an `Option` or `Result` holds: `get_or_insert_with` and its kin give a
    /// reference to that.
    pub(super) fn method_inside(&self, ty: &Ty, name: Name) -> Option<Method<'p>> {
        let stripped = self.strip(ty);
        if self.kind(&stripped) != TypeModelKind::Wrapper {
            return None;
        }
        self.method(&self.inner(&stripped)?, name)
    }

    /// What a lock or cell protects.
    pub(super) fn inner(&self, ty: &TyKind) -> Option<Ty> {
        let model = self.model(ty)?;
        match ty {
            TyKind::Library(_, args) => args.get(model.inner).copied(),
            _ => None,
        }
    }

    /// Whether what a lock protects is a map, or a struct that has one, seen through wrappers.
    pub(super) fn holds_map(&self, ty: &Ty) -> bool {
        let stripped = self.unwrap(ty);
        let is = |ty: &Ty| is_map(self.kind(&self.unwrap(ty)));
        is(&stripped) || self.fields(&stripped).iter().any(|(_, field)| is(field))
    }

    /// The map in a type, and what is around it; `None` where there is none.
    pub(super) fn kept(&self, ty: &Ty) -> Option<Kept> {
        let mut kept = Kept { map: *ty, locks: Vec::new(), shared: false };
        for _ in 0..DEREF_DEPTH {
            let kind = self.kind(&kept.map);
            if is_map(kind) {
                return Some(kept);
            }
            kept.shared |= kind == TypeModelKind::Shared;
            if is_lock(kind) || matches!(kind, TypeModelKind::Cell | TypeModelKind::UnsafeCell | TypeModelKind::AtomicCell) {
                kept.locks.push(kind);
            }
            kept.map = match &*kept.map {
                TyKind::Pointer(target) => *target,
                TyKind::Library(..) if !matches!(kind, TypeModelKind::Plain | TypeModelKind::Sequence) => self.inner(&kept.map)?,
                _ => return None,
            };
        }
        None
    }

    /// Whether the type is a guard, perhaps in an `Option`, a `Result` or a struct around it.
    pub(super) fn holds_guard(&self, ty: &Ty) -> bool {
        self.holds_guard_at(ty, 0)
    }

    fn holds_guard_at(&self, ty: &Ty, depth: usize) -> bool {
        let inside = |ty: &Ty| depth < GUARD_DEPTH && self.holds_guard_at(ty, depth + 1);
        match (self.kind(ty), &**ty) {
            (TypeModelKind::Guard, _) => true,
            (TypeModelKind::Wrapper, _) => self.inner(ty).is_some_and(|inner| inside(&inner)),
            (_, TyKind::Named(_, args)) => args.iter().any(inside) || self.fields(ty).iter().any(|(_, field)| inside(field)),
            _ => false,
        }
    }

    /// Whether a function puts an argument, which it takes by value, into what it returns: a constructor
    /// of a struct that has a field of the parameter's type.
    pub(super) fn keeps(&self, function: FunctionId, argument: usize) -> bool {
        let (file, decl) = self.symbols.function(self.program, function);
        let (Some(result), Some(param)) = (self.result(function), decl.params.get(argument)) else { return false };
        let Some(written) = decl.body.local(*param).ty else { return false };
        let param = self.lower(file, decl.scope, written, &self.context(function));
        let kept = matches!(*param, TyKind::Param(_)) || self.holds_guard(&param);
        let result = if self.kind(&result) == TypeModelKind::Wrapper { self.inner(&result) } else { Some(result) };
        let Some(TyKind::Named(id, _)) = result.as_deref().cloned() else { return false };
        // The struct with its own parameters, which the `impl` mostly names alike.
        kept && decl.receiver.is_none() && self.own_fields(id).any(|field| *field == *param)
    }

    fn own_fields(&self, id: TypeId) -> impl Iterator<Item = Ty> + '_ {
        let (_, decl) = self.symbols.type_decl(self.program, id);
        let own: Box<[Ty]> = decl.params.iter().map(|param| Ty::new(TyKind::Param(param.name))).collect();
        self.fields(&TyKind::Named(id, own)).into_iter().map(|(_, field)| field)
    }

    /// The type behind references, smart pointers, guards, `Option` and `Result`.
    pub(super) fn unwrap(&self, ty: &Ty) -> Ty {
        let mut ty = self.strip(ty);
        for _ in 0..DEREF_DEPTH {
            if self.kind(&ty) != TypeModelKind::Wrapper {
                break;
            }
            match self.inner(&ty) {
                Some(inner) => ty = self.strip(&inner),
                None => break,
            }
        }
        ty
    }

    /// The result type of a library's method, as its table entry writes it, for a receiver type.
    pub(super) fn library_result(&self, on: &TyKind, method: &MethodModel) -> Option<Ty> {
        let args: &[Ty] = match on {
            TyKind::Library(_, args) => args,
            _ => &[],
        };
        parse_result(method.result.as_deref()?, args)
    }

    /// The type as Rust writes it, last segments only.
    pub(super) fn show(&self, ty: &TyKind) -> String {
        self.show_at(ty, 0)
    }

    fn show_at(&self, ty: &TyKind, depth: usize) -> String {
        if depth > TYPE_DEPTH {
            return "_".to_owned();
        }
        let list = |args: &[Ty]| args.iter().map(|arg| self.show_at(arg, depth + 1)).collect::<Vec<_>>().join(", ");
        let with = |name: &str, args: &[Ty]| if args.is_empty() { name.to_owned() } else { format!("{name}<{}>", list(args)) };
        match ty {
            TyKind::Basic(name) | TyKind::Param(name) => name.to_string(),
            TyKind::Named(id, args) => with(&self.symbols.type_decl(self.program, *id).1.name, args),
            TyKind::Library(path, args) if path.as_str() == RAW_POINTER => format!("*mut {}", list(args)),
            TyKind::Library(path, args) => with(path.rsplit("::").next().unwrap_or(path), args),
            TyKind::Pointer(target) => format!("&{}", self.show_at(target, depth + 1)),
            TyKind::Slice(element) => format!("[{}]", self.show_at(element, depth + 1)),
            TyKind::Array(element, Some(length)) => format!("[{}; {length}]", self.show_at(element, depth + 1)),
            TyKind::Array(element, None) => format!("[{}; _]", self.show_at(element, depth + 1)),
            TyKind::Tuple(parts) => format!("({})", list(parts)),
            _ => "_".to_owned(),
        }
    }
}

/// A map or set of any kind.
pub(super) fn is_map(kind: TypeModelKind) -> bool {
    matches!(kind, TypeModelKind::HashMap | TypeModelKind::OrderedMap | TypeModelKind::ShardedMap | TypeModelKind::ConcurrentMap)
}

/// A lock of any kind.
pub(super) fn is_lock(kind: TypeModelKind) -> bool {
    matches!(
        kind,
        TypeModelKind::Mutex
            | TypeModelKind::RwLock
            | TypeModelKind::AsyncMutex
            | TypeModelKind::AsyncRwLock
            | TypeModelKind::ReentrantMutex
    )
}

/// Whether an operation on a map may change it.
pub(super) fn changes(effect: Effect) -> bool {
    matches!(
        effect,
        Effect::Insert
            | Effect::GetOrInsert
            | Effect::Update
            | Effect::Remove
            | Effect::Clear
            | Effect::RangeMut
            | Effect::Extend
            | Effect::Reserve
            | Effect::Shrink
            | Effect::Store
    )
}

/// The type of no value.
pub(super) fn unit() -> Ty {
    Ty::new(TyKind::Tuple(Box::new([])))
}

/// Fills an impl's parameters from the arguments of the actual type.
fn fill(ty: &Ty, declared: &[Ty], actual: &[Ty]) -> Ty {
    let (mut params, mut args) = (Vec::new(), Vec::new());
    for (param, arg) in declared.iter().zip(actual) {
        if let TyKind::Param(name) = &**param {
            params.push(*name);
            args.push(*arg);
        }
    }
    substitute(ty, &params, &args)
}

fn bare_names(file: &crate::facts::FileFacts, ty: TypeExprId) -> Vec<Name> {
    let Some(TypeExpr::Path { args, .. }) = file.type_exprs.get(ty.index()) else { return Vec::new() };
    let name = |arg: &TypeExprId| match file.type_exprs.get(arg.index()) {
        Some(TypeExpr::Path { path, args }) if path.len() == 1 && args.is_empty() && !is_primitive(path[0].as_str()) => Some(path[0]),
        _ => None,
    };
    args.iter().filter_map(name).filter(|name| name.len() <= 2).collect()
}

/// Reads `path<arg, …>` where an argument is such a type or the number of a receiver's argument.
fn parse_result(text: &str, args: &[Ty]) -> Option<Ty> {
    let text = text.trim();
    if let Ok(index) = text.parse::<usize>() {
        return args.get(index).copied();
    }
    if let Some(target) = text.strip_prefix('&') {
        return Some(Ty::new(TyKind::Pointer(parse_result(target, args)?)));
    }
    let Some((path, rest)) = text.split_once('<') else {
        return Some(Ty::new(if is_primitive(text) {
            TyKind::Basic(Name::from(text))
        } else {
            TyKind::Library(Name::from(text), Box::new([]))
        }));
    };
    let inside = rest.strip_suffix('>')?;
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, letter) in inside.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                parts.push(parse_result(&inside[start..at], args)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(parse_result(&inside[start..], args)?);
    Some(Ty::new(TyKind::Library(Name::from(path.trim()), parts.into())))
}

fn is_primitive(name: &str) -> bool {
    matches!(
        name,
        "bool"
            | "char"
            | "str"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
            | "f32"
            | "f64"
    )
}
