//! What a promise stands at: the declaration on its line, and the maps that this declares.

use crate::analysis::go::names::{Names, Region};
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::go::site::Sites;
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, TypeId};
use crate::facts::{
    Body, Directive, Field, FunctionKind, LocalId, Name, Node, NodeId, Pattern, PatternId, ScopeId, TypeDeclKind, TypeExpr, TypeExprId,
    TypeModelKind, VarKind,
};
use crate::source::{FileId, Span};
use rustc_hash::FxHashSet;

/// What a promise covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Covered {
    /// The map, or the maps inside, of a field or variable.
    Declared(SlotBase, Ty),
    /// All maps of a declared map type.
    Typed(TypeId),
}

/// What a promise stands at.
#[derive(Debug)]
pub(super) enum Attachment {
    /// Maps; `by_type` where their type carries the promise, not their own declaration.
    Maps { covered: Vec<Covered>, by_type: bool },
    /// Something of which it is not known whether it holds a map.
    Unknown,
    /// Nothing that holds a map: what it is instead.
    Nothing(String),
}

/// Finds what the promise of a file speaks of. `globals` are the types of package variables.
pub(super) fn attach(names: &Names<'_>, globals: &[Ty], sites: &Sites<'_>, file: FileId, promise: &Directive) -> Attachment {
    let facts = names.program.file(file);
    let target = promise.target;
    let named_here = |span: Span| span.start < span.end && target.contains(span);
    let function = facts.functions.iter().find(|function| function.kind != FunctionKind::Initialiser && named_here(function.name_span));
    if let Some(function) = function {
        return Attachment::Nothing(format!("`{}` is a function, which holds no map", function.name));
    }
    let mut finder = Finder { names, covered: Vec::new(), unknown: false, others: Vec::new() };
    for (index, decl) in facts.types.iter().enumerate().filter(|(_, decl)| named_here(decl.name_span)) {
        finder.declared_type(names.symbols.type_id(file, index), decl.name);
    }
    let by_type = finder.saw_any();
    if !by_type {
        finder.fields(file, named_here);
        for (index, var) in facts.vars.iter().enumerate().filter(|(_, var)| named_here(var.name_span)) {
            let id = names.symbols.var_id(file, index);
            match globals.get(id.0 as usize) {
                Some(ty) if var.kind != VarKind::Constant => finder.declared(SlotBase::Global(id), ty, var.name),
                _ => finder.others.push(format!("`{}` is a constant, which holds no map", var.name)),
            }
        }
        finder.locals(sites, file, named_here);
    }
    finder.attachment(by_type)
}

/// What is known of the maps in a type.
enum Holding {
    /// It is a map, or a sequence of maps.
    Map,
    /// A struct type without a name.
    Anonymous(FileId, TypeExprId),
    /// A declared struct type that has maps of its own.
    Type(TypeId),
    Nothing,
    Unknown,
}

struct Finder<'a, 'p> {
    names: &'a Names<'p>,
    covered: Vec<Covered>,
    unknown: bool,
    /// Why what was found holds no map.
    others: Vec<String>,
}

impl Finder<'_, '_> {
    fn saw_any(&self) -> bool {
        !self.covered.is_empty() || self.unknown || !self.others.is_empty()
    }

    fn attachment(mut self, by_type: bool) -> Attachment {
        if !self.covered.is_empty() {
            return Attachment::Maps { covered: self.covered, by_type };
        }
        if self.unknown {
            return Attachment::Unknown;
        }
        let nothing = || "no declaration of a map is on this line or the next".to_owned();
        Attachment::Nothing(if self.others.is_empty() { nothing() } else { self.others.swap_remove(0) })
    }

    fn declared_type(&mut self, id: TypeId, name: Name) {
        let ty: Ty = ty::named(id);
        let ty = self.names.unalias(&ty);
        match &*self.names.underlying(&ty) {
            TyKind::Map(..) => self.covered.push(Covered::Typed(id)),
            _ if self.names.is_interface(&ty) => self.others.push(format!("`{name}` is an interface, which holds no map")),
            TyKind::Struct(file, expr) => self.anonymous(*file, *expr),
            TyKind::Named(..) => {
                let TyKind::Named(owner, _) = &*ty else { return };
                for field in self.names.struct_fields(&ty) {
                    self.declared(SlotBase::Field(*owner, field.name), &field.ty, field.name);
                }
            }
            _ => {}
        }
        if self.covered.is_empty() && !self.unknown {
            self.others.insert(0, format!("the type `{name}` has no map"));
        }
    }

    /// The fields on the target's lines.
    fn fields(&mut self, file: FileId, named_here: impl Fn(Span) -> bool) {
        let facts = self.names.program.file(file);
        let here = |fields: &[Field]| -> Vec<Field> { fields.iter().filter(|field| named_here(field.span)).cloned().collect() };
        let mut seen = FxHashSet::default();
        for (index, decl) in facts.types.iter().enumerate() {
            let TypeDeclKind::Struct(fields) = &decl.kind else { continue };
            let id = self.names.symbols.type_id(file, index);
            let params: Vec<Name> = decl.params.iter().map(|param| param.name).collect();
            for field in here(fields) {
                let ty = self.names.resolve(Region { file, scope: decl.scope, params: &params }, field.ty);
                seen.insert(field.span);
                self.declared(SlotBase::Field(id, field.name), &ty, field.name);
            }
        }
        for (index, expr) in facts.type_exprs.iter().enumerate() {
            let TypeExpr::Struct(fields) = expr else { continue };
            for field in here(fields).into_iter().filter(|field| !seen.contains(&field.span)) {
                let ty = self.names.resolve(Region { file, scope: ScopeId::FIRST, params: &[] }, field.ty);
                self.declared(SlotBase::Anonymous(file, TypeExprId::new(index), field.name), &ty, field.name);
            }
        }
    }

    /// The local variables on the target's lines.
    fn locals(&mut self, sites: &Sites<'_>, file: FileId, named_here: impl Fn(Span) -> bool) {
        for (index, function) in self.names.program.file(file).functions.iter().enumerate() {
            let id = self.names.symbols.function_id(file, index);
            for (at, local) in function.body.locals.iter().enumerate().filter(|(_, local)| named_here(local.span)) {
                let at = LocalId::new(at);
                let base = SlotBase::Local(id, at);
                let ty = sites.get(&Slot::new(base)).and_then(|sites| Some(sites.first()?.access.ty));
                let ty = ty.unwrap_or_else(|| local_type(self.names, id, at));
                self.declared(base, &ty, local.name);
            }
        }
    }

    fn declared(&mut self, base: SlotBase, ty: &Ty, name: Name) {
        match holding(self.names, ty, &mut FxHashSet::default()) {
            Holding::Map => self.cover(Covered::Declared(base, *ty)),
            Holding::Anonymous(file, id) => self.anonymous(file, id),
            Holding::Type(id) => {
                let owner = self.names.symbols.type_decl(self.names.program, id).1.name;
                self.others.push(format!("the maps of `{name}` are those of the type `{owner}`: promise there"));
            }
            Holding::Nothing => self.others.push(format!("`{name}` is `{}`, which holds no map", self.names.show(ty))),
            Holding::Unknown => self.unknown = true,
        }
    }

    /// The maps in a struct type without a name. Such types nest no deeper than the source does.
    fn anonymous(&mut self, file: FileId, id: TypeExprId) {
        let ty = Ty::new(TyKind::Struct(file, id));
        for field in self.names.struct_fields(&ty) {
            self.declared(SlotBase::Anonymous(file, id, field.name), &field.ty, field.name);
        }
    }

    fn cover(&mut self, covered: Covered) {
        if !self.covered.contains(&covered) {
            self.covered.push(covered);
        }
    }
}

/// Looks for maps in a type; `seen` are the declared types on the way.
fn holding(names: &Names<'_>, ty: &Ty, seen: &mut FxHashSet<TypeId>) -> Holding {
    let ty = names.underlying(&names.deref(ty));
    match &*ty {
        TyKind::Map(..) => Holding::Map,
        TyKind::Pointer(inner) | TyKind::Slice(inner) | TyKind::Array(inner, _) | TyKind::Channel(inner) => holding(names, inner, seen),
        TyKind::Struct(file, id) => Holding::Anonymous(*file, *id),
        TyKind::Library(..) => match names.model_kind(&ty) {
            TypeModelKind::HashMap | TypeModelKind::OrderedMap | TypeModelKind::ShardedMap | TypeModelKind::ConcurrentMap => Holding::Map,
            TypeModelKind::Mutex | TypeModelKind::RwLock | TypeModelKind::WaitGroup | TypeModelKind::Semaphore | TypeModelKind::Once => {
                Holding::Nothing
            }
            _ => Holding::Unknown,
        },
        TyKind::Basic(name) if !matches!(name.as_str(), "any" | "error") => Holding::Nothing,
        TyKind::Function(..) => Holding::Nothing,
        TyKind::Named(id, _) if !names.is_interface(&ty) => {
            if !seen.insert(*id) {
                return Holding::Nothing;
            }
            match held_by_fields(names, &ty, seen) {
                Holding::Map => Holding::Type(*id),
                other => other,
            }
        }
        _ => Holding::Unknown,
    }
}

/// `Map` where a field of the struct type leads to one.
fn held_by_fields(names: &Names<'_>, ty: &Ty, seen: &mut FxHashSet<TypeId>) -> Holding {
    let mut found = Holding::Nothing;
    for field in names.struct_fields(ty) {
        let held = match holding(names, &field.ty, seen) {
            Holding::Anonymous(file, id) => held_by_fields(names, &Ty::new(TyKind::Struct(file, id)), seen),
            other => other,
        };
        match held {
            Holding::Map | Holding::Type(_) => return Holding::Map,
            Holding::Unknown => found = Holding::Unknown,
            Holding::Nothing | Holding::Anonymous(..) => {}
        }
    }
    found
}

/// The type of a local: as written, or that of what it is made from.
pub(in crate::analysis::go) fn local_type(names: &Names<'_>, id: FunctionId, local: LocalId) -> Ty {
    let (file, function) = names.symbols.function(names.program, id);
    let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
    let region = Region { file, scope: function.scope, params: &params };
    let body = &function.body;
    if let Some(ty) = body.local(local).ty {
        return names.resolve(region, ty);
    }
    let value = body.nodes.iter().find_map(|node| match node {
        Node::Let { pattern, value: Some(value), .. } => bound_value(body, *pattern, *value, local),
        _ => None,
    });
    match value.map(|value| body.node(value)) {
        Some(Node::Make { ty, .. } | Node::Composite { ty, .. } | Node::New(ty)) => names.resolve(region, ty),
        Some(Node::AddressOf { operand, .. }) => match body.node(operand) {
            Node::Composite { ty, .. } => names.resolve(region, ty),
            _ => ty::unknown(),
        },
        _ => ty::unknown(),
    }
}

/// The part of `value` that a pattern binds to the local.
fn bound_value(body: &Body, pattern: PatternId, value: NodeId, local: LocalId) -> Option<NodeId> {
    match (body.pattern(pattern), body.node(value)) {
        (Pattern::Bind { local: bound, .. }, _) if *bound == local => Some(value),
        (Pattern::Tuple(parts), Node::Tuple(values)) => {
            let is_it = |part: &PatternId| matches!(body.pattern(*part), Pattern::Bind { local: bound, .. } if *bound == local);
            parts.iter().position(is_it).and_then(|at| body.list(values).get(at).copied())
        }
        (Pattern::Tuple(parts), _) => match **parts {
            [only] => matches!(body.pattern(only), Pattern::Bind { local: bound, .. } if *bound == local).then_some(value),
            _ => None,
        },
        _ => None,
    }
}
