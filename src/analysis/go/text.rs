//! Names of places, functions and threads, as a reader of the source would say them.

use super::context::{Contexts, RootId, RootKind, Whole};
use super::effects::Effects;
use super::names::{Names, Region};
use super::place::{Path, Root, Slot, SlotBase, Step};
use crate::analysis::model::{Op, Snapshot};
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::diagnostic::{Label, MapRef, Thread};
use crate::facts::{Body, List, Literal, Name, Node, NodeId, TypeDeclKind, TypeExpr};
use crate::source::Location;

/// The longest chain of calls that is shown.
const MAX_PATH: usize = 8;

/// A function as `Type.method`, or its name.
pub(super) fn function(names: &Names<'_>, id: FunctionId) -> String {
    let (file, function) = names.symbols.function(names.program, id);
    let Some(owner) = function.owner else { return function.name.to_string() };
    let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
    let ty = names.resolve(Region { file, scope: function.scope, params: &params }, owner);
    match &*names.deref(&ty) {
        TyKind::Named(id, _) => format!("{}.{}", names.symbols.type_decl(names.program, *id).1.name, function.name),
        _ => function.name.to_string(),
    }
}

/// The import path of the package that a function is in.
pub(super) fn package(names: &Names<'_>, id: FunctionId) -> String {
    let (file, _) = names.symbols.function(names.program, id);
    let unit = names.program.info(file).unit.map(|unit| &names.program.units[unit.index()]);
    unit.map_or_else(String::new, |unit| unit.path.to_string())
}

/// A node's place in the source.
pub(super) fn location(names: &Names<'_>, id: FunctionId, node: NodeId) -> Location {
    let (file, function) = names.symbols.function(names.program, id);
    Location { file, span: function.body.span(node) }
}

/// A place as written from inside the function: `c.entries`. `slot` names what has no name there.
pub(super) fn place(names: &Names<'_>, id: FunctionId, place: Option<&Path>, slot: Option<Slot>) -> String {
    let by_slot = || slot.map_or_else(|| "the map".to_owned(), |slot| slot_name(names, slot));
    let Some(place) = place else { return by_slot() };
    let (_, function) = names.symbols.function(names.program, id);
    let mut text = match place.root {
        Root::Local(local) => function.body.local(local).name.to_string(),
        Root::Global(var) => names.symbols.var(names.program, var).1.name.to_string(),
        Root::Library(path) => path.rsplit('/').next().unwrap_or(&path).to_owned(),
        Root::Fresh(_) | Root::Result(_) | Root::Outer => return by_slot(),
    };
    for step in &place.steps {
        match step {
            Step::Field(name) => {
                text.push('.');
                text.push_str(name);
            }
            Step::Element => text.push_str("[…]"),
        }
    }
    text
}

/// A short expression as the source writes it: names, fields, indices and calls; `…` for the rest.
pub(super) fn expression(names: &Names<'_>, id: FunctionId, node: NodeId) -> String {
    let (_, function) = names.symbols.function(names.program, id);
    expression_in(&function.body, node, 0)
}

fn expression_in(body: &Body, node: NodeId, depth: usize) -> String {
    if depth > 6 {
        return "…".to_owned();
    }
    let each = |list: List| body.list(list).iter().map(|node| expression_in(body, *node, depth + 1)).collect::<Vec<_>>().join(", ");
    match body.node(node) {
        Node::Local(local) => body.local(local).name.to_string(),
        Node::Path(index) => body.path(index).iter().map(|name| name.as_str()).collect::<Vec<_>>().join("."),
        Node::Literal(Literal::Int(value)) => value.to_string(),
        Node::Literal(Literal::Text(text)) => format!("{:?}", text.as_str()),
        Node::Literal(Literal::Bool(value)) => value.to_string(),
        Node::Literal(Literal::Nil) => "nil".to_owned(),
        Node::Field { base, name } => format!("{}.{name}", expression_in(body, base, depth + 1)),
        Node::Index { base, index } => format!("{}[{}]", expression_in(body, base, depth + 1), expression_in(body, index, depth + 1)),
        Node::TypeAssert { operand, .. } => format!("{}.(…)", expression_in(body, operand, depth + 1)),
        Node::Deref(inner) => format!("*{}", expression_in(body, inner, depth + 1)),
        Node::AddressOf { operand, .. } => format!("&{}", expression_in(body, operand, depth + 1)),
        Node::Call { callee, args, .. } => format!("{}({})", expression_in(body, callee, depth + 1), each(args)),
        _ => "…".to_owned(),
    }
}

/// A slot as `Owner.field`, or the variable's name.
pub(super) fn slot_name(names: &Names<'_>, slot: Slot) -> String {
    let owner = owner_name(names, slot);
    let name = short_name(names, slot);
    match slot.base {
        SlotBase::Field(..) | SlotBase::Anonymous(..) if !owner.is_empty() => format!("{owner}.{name}"),
        _ => name,
    }
}

/// The field's or variable's own name.
pub(super) fn short_name(names: &Names<'_>, slot: Slot) -> String {
    match slot.base {
        SlotBase::Field(_, name) | SlotBase::Anonymous(_, _, name) => name.to_string(),
        SlotBase::Global(var) => names.symbols.var(names.program, var).1.name.to_string(),
        SlotBase::Local(function, local) => names.symbols.function(names.program, function).1.body.local(local).name.to_string(),
        SlotBase::Library(path) => path.rsplit('.').next().unwrap_or(&path).to_owned(),
        SlotBase::Result(id) => function(names, id),
    }
}

fn owner_name(names: &Names<'_>, slot: Slot) -> String {
    match slot.base {
        SlotBase::Field(owner, _) => names.symbols.type_decl(names.program, owner).1.name.to_string(),
        SlotBase::Local(id, _) => function(names, id),
        SlotBase::Library(path) => {
            let last = path.rsplit('/').next().unwrap_or(&path);
            last.rsplit_once('.').map_or_else(String::new, |(owner, _)| owner.to_owned())
        }
        SlotBase::Global(_) | SlotBase::Anonymous(..) | SlotBase::Result(_) => String::new(),
    }
}

/// "field", "variable", "local".
pub(super) fn scope(slot: Slot) -> &'static str {
    match slot.base {
        SlotBase::Field(..) | SlotBase::Anonymous(..) | SlotBase::Library(_) => "field",
        SlotBase::Global(_) => "variable",
        SlotBase::Local(..) | SlotBase::Result(_) => "local",
    }
}

/// Where a slot is declared; `None` outside the tree.
pub(super) fn declaration(names: &Names<'_>, slot: Slot) -> Option<Location> {
    match slot.base {
        SlotBase::Field(owner, name) => {
            let (file, decl) = names.symbols.type_decl(names.program, owner);
            let fields = match &decl.kind {
                TypeDeclKind::Struct(fields) => &fields[..],
                TypeDeclKind::Defined(target) | TypeDeclKind::Alias(target) => match &names.program.file(file).type_exprs[target.index()] {
                    TypeExpr::Struct(fields) => &fields[..],
                    _ => &[],
                },
                _ => &[],
            };
            fields.iter().find(|field| field.name == name).map(|field| Location { file, span: field.span })
        }
        SlotBase::Anonymous(file, index, name) => match &names.program.file(file).type_exprs.get(index.index())? {
            TypeExpr::Struct(fields) => fields.iter().find(|field| field.name == name).map(|field| Location { file, span: field.span }),
            _ => None,
        },
        SlotBase::Global(var) => {
            let (file, decl) = names.symbols.var(names.program, var);
            Some(Location { file, span: decl.name_span })
        }
        SlotBase::Local(function, local) => {
            let (file, function) = names.symbols.function(names.program, function);
            Some(Location { file, span: function.body.local(local).span })
        }
        SlotBase::Library(_) | SlotBase::Result(_) => None,
    }
}

/// The map as findings name it.
pub(super) fn map_ref(names: &Names<'_>, slot: Slot, ty: &Ty) -> MapRef {
    let ty = if ty.is_unknown() { String::new() } else { names.show(ty) };
    MapRef { name: short_name(names, slot), owner: owner_name(names, slot), ty, declaration: declaration(names, slot) }
}

/// A thread root in words.
pub(super) fn root(names: &Names<'_>, contexts: &Contexts, effects: &[Effects], root: RootId, reached: FunctionId) -> String {
    match &contexts.roots[root as usize].kind {
        RootKind::Api | RootKind::Unseen => format!("any caller of `{}`", function(names, reached)),
        RootKind::Main => "the main goroutine".to_owned(),
        RootKind::Init => "package initialisation".to_owned(),
        RootKind::Activation => format!("the caller of `{}`", function(names, reached)),
        RootKind::Spawn(id, spawn) => {
            let spawn = &effects[id.0 as usize].spawns[*spawn as usize];
            let place = function(names, *id);
            let many = if contexts.roots[root as usize].many { "one of the goroutines" } else { "the goroutine" };
            match spawn.through.as_str() {
                "" => format!("{many} started in `{place}`"),
                returned if returned == place && spawn.kept => {
                    let run = if contexts.roots[root as usize].many { "run" } else { "runs" };
                    format!("{many} that {run} what `{place}` returns")
                }
                through => format!("{many} that `{through}` starts for `{place}`"),
            }
        }
        RootKind::Entry(id, key) => {
            let why = names.library().entries.get(key).map_or("", |entry| entry.why.as_str());
            if why.is_empty() {
                format!("`{}`, called from many goroutines", function(names, *id))
            } else {
                format!("`{}` ({why})", function(names, *id))
            }
        }
    }
}

/// A chain of calls into `reached` as labels, the start of the goroutine before it.
pub(super) fn calls(whole: Whole<'_>, calls: &[(FunctionId, NodeId)], reached: FunctionId, root: RootId) -> Vec<Label> {
    let Whole { names, contexts, effects, .. } = whole;
    let mut path = Vec::new();
    if let Some((outermost, _)) = calls.first() {
        path = thread(names, contexts, effects, root, *outermost, Vec::new()).path;
    }
    for (index, (caller, node)) in calls.iter().enumerate() {
        let callee = calls.get(index + 1).map_or(reached, |(next, _)| *next);
        path.push(Label { location: location(names, *caller, *node), message: format!("calls `{}`", function(names, callee)) });
    }
    path
}

/// A thread and the calls that lead from its root to a function.
pub(super) fn thread(
    names: &Names<'_>,
    contexts: &Contexts,
    effects: &[Effects],
    from: RootId,
    reached: FunctionId,
    locks: Vec<String>,
) -> Thread {
    let mut path = Vec::new();
    let mut at = reached;
    while let Some((caller, node)) = contexts.reached(at, from).and_then(|reach| reach.from) {
        path.push(Label { location: location(names, caller, node), message: format!("calls `{}`", function(names, at)) });
        at = caller;
        if path.len() >= MAX_PATH {
            break;
        }
    }
    if let RootKind::Spawn(id, spawn) = &contexts.roots[from as usize].kind {
        let spawn = &effects[id.0 as usize].spawns[*spawn as usize];
        let start = Label { location: location(names, *id, spawn.node), message: "goroutine started here".to_owned() };
        if path.last().is_none_or(|last| last.location != start.location) {
            path.push(start);
        }
    }
    path.reverse();
    Thread { root: root(names, contexts, effects, from, reached), path, locks, access: None }
}

/// An access as rules see it that needs no second thread: with none, and no locks.
pub(super) fn lone_access(names: &Names<'_>, id: FunctionId, node: NodeId, op: Op) -> Snapshot {
    Snapshot {
        location: location(names, id, node),
        text: expression(names, id, node),
        op,
        function: function(names, id),
        locks: Vec::new(),
        in_test: names.symbols.function(names.program, id).1.in_test,
        thread: Thread { root: String::new(), path: Vec::new(), locks: Vec::new(), access: None },
    }
}
