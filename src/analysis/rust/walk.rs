//! One walk over a function's body in the order of evaluation, which says what is alive when.
//!
//! The walk keeps for each guard whether it is certainly alive and what holds it: the value being
//! evaluated, a temporary of a frame, or a local. Frames end where temporaries do, blocks where
//! locals do, as `facts::body` lays down; a guard moves with the value it is in. `control.rs` says
//! what branches and loops do, `calls.rs` what calls do, `bind.rs` what patterns do.

use super::place::{Place, Root};
use super::state::{Guard, GuardId, Holder, State};
use super::trace::{Access, Alive, CallSite, Mention, Returned, Trace};
use super::types::{Context, Types, is_map};
use crate::analysis::model::GuardKind;
use crate::analysis::ty::{FunctionId, Ty, TyKind, unknown};
use crate::facts::{
    Body, ClosureId, Effect, Function, List, LocalId, Name, Node, NodeId, Pattern, PatternId, TypeExprId, TypeModelKind, Wait,
};
use crate::source::FileId;
use rustc_hash::{FxHashMap, FxHashSet};

/// Expressions nested deeper are not looked into.
const DEPTH: usize = 160;

/// What callers must know of functions while they are walked.
#[derive(Debug, Default)]
pub(super) struct Helpers {
    /// The guards that functions return.
    pub(super) guards: FxHashMap<FunctionId, Returned>,
    /// The storage that a function's result is, or refers to, rooted in a parameter or static of it:
    /// two calls give the same one.
    pub(super) getters: FxHashMap<FunctionId, Place>,
}

/// What an expression evaluates to.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// Its type.
    pub(super) ty: Ty,
    /// The storage it is, or refers to.
    pub(super) place: Option<Place>,
    /// Guards that are in it: whoever takes the value takes them.
    pub(super) guards: Vec<GuardId>,
    /// It is this local itself, whose guards go where it is moved to.
    pub(super) home: Option<LocalId>,
    /// It may still be in an `Option` or `Result` that the table does not tell of.
    pub(super) loose: bool,
    /// It is this function literal, not run yet.
    pub(super) closure: Option<ClosureId>,
    /// It is this function of the workspace, not called yet.
    pub(super) function: Option<FunctionId>,
    /// A future: what happens when it is awaited.
    pub(super) pending: Option<Pending>,
    /// Behind a raw pointer or an unchecked cell.
    pub(super) raw: bool,
}

/// What awaiting a future does.
#[derive(Clone, Debug)]
pub(super) enum Pending {
    /// Runs this call.
    Call(Box<CallSite>),
    /// Takes this guard.
    Guard(Box<Access>, GuardKind, bool),
    /// Does this to a map.
    Access(Box<Access>),
    /// Keeps the task waiting for this.
    Wait(Wait),
}

impl Value {
    /// A value of which only the type is known.
    pub(super) fn of(ty: Ty) -> Value {
        Value { ty, place: None, guards: Vec::new(), home: None, loose: false, closure: None, function: None, pending: None, raw: false }
    }

    /// A value of which nothing is known.
    pub(super) fn nothing() -> Value {
        Value::of(unknown())
    }
}

/// A local as far as the walk knows it.
#[derive(Clone, Debug)]
pub(super) struct LocalInfo {
    /// Its type.
    pub(super) ty: Ty,
    /// The place that it is another name of.
    pub(super) alias: Option<Place>,
    /// A closure that it is.
    pub(super) closure: Option<ClosureId>,
}

/// A loop, labelled block or closure that can be left early.
#[derive(Debug)]
pub(super) struct Exit {
    pub(super) label: Option<Name>,
    pub(super) is_loop: bool,
    /// `return` stops here, nothing leaves past it.
    pub(super) is_closure: bool,
    /// How many blocks were open where it starts.
    pub(super) blocks: usize,
    /// Frames from this one on were opened in it.
    pub(super) frame: u32,
    /// The states at each `break` out of it.
    pub(super) left: Vec<State>,
}

/// The walk.
#[derive(Debug)]
pub(super) struct Walk<'a, 'p> {
    pub(super) types: &'a Types<'p>,
    pub(super) helpers: &'a Helpers,
    pub(super) function: &'p Function,
    pub(super) file: FileId,
    pub(super) body: &'p Body,
    pub(super) context: Context,
    pub(super) locals: Vec<LocalInfo>,
    pub(super) state: State,
    /// Where temporaries made now belong.
    pub(super) frame: u32,
    pub(super) trace: Trace,
    /// The function literal being looked into that runs at another time.
    pub(super) detached: Option<ClosureId>,
    /// Inside a function literal that runs at most once ever.
    pub(super) once: bool,
    pub(super) turbofish: FxHashMap<NodeId, &'p [TypeExprId]>,
    pub(super) blocks: Vec<Vec<LocalId>>,
    pub(super) exits: Vec<Exit>,
    pub(super) walked: FxHashSet<ClosureId>,
    /// The places of the results so far, where they agree.
    gives: Option<Option<Place>>,
    next_frame: u32,
    depth: usize,
}

/// Walks a function; `None` where it has no body.
pub(super) fn walk(types: &Types<'_>, helpers: &Helpers, id: FunctionId) -> Option<Trace> {
    let (file, function) = types.symbols.function(types.program, id);
    let root = function.root?;
    let context = types.context(id);
    let typed = |ty| types.lower(file, function.scope, ty, &context);
    let locals = function
        .body
        .locals
        .iter()
        .map(|local| LocalInfo { ty: local.ty.map_or_else(unknown, typed), alias: None, closure: None })
        .collect();
    let mut walk = Walk {
        types,
        helpers,
        function,
        file,
        body: &function.body,
        locals,
        state: State::default(),
        frame: 0,
        trace: Trace::new(id),
        detached: None,
        once: false,
        turbofish: function.body.turbofish.iter().map(|(node, args)| (*node, &**args)).collect(),
        blocks: vec![Vec::new()],
        exits: Vec::new(),
        walked: FxHashSet::default(),
        gives: None,
        next_frame: 1,
        depth: 0,
        context,
    };
    if let Some(info) = function.receiver.and_then(|receiver| walk.locals.get_mut(receiver.index()))
        && info.ty.is_unknown()
        && let Some(this) = walk.context.this
    {
        info.ty = this;
    }
    let result = walk.value(root);
    walk.leaves(&result);
    walk.trace.gives = walk.gives.take().flatten();
    walk.rest_of_closures();
    walk.trace.guard_maps();
    walk.trace.local_types = walk.locals.iter().map(|info| info.ty).collect();
    walk.trace.local_places = walk.locals.into_iter().map(|info| info.alias).collect();
    Some(walk.trace)
}

impl Walk<'_, '_> {
    /// Evaluates an expression whose value is used up: a local that holds guards gives them away.
    pub(super) fn value(&mut self, node: NodeId) -> Value {
        let mut value = self.place(node);
        if let Some(local) = value.home.take().filter(|_| !matches!(*value.ty, TyKind::Pointer(_))) {
            self.take_from(local, &mut value);
        }
        value
    }

    /// Moves the guards that a local holds into a value.
    pub(super) fn take_from(&mut self, local: LocalId, value: &mut Value) {
        for guard in self.state.held_by(Holder::Local(local)) {
            self.state.hold(guard, Holder::Value);
            value.guards.push(guard);
        }
    }

    /// Evaluates an expression as a place: nothing is moved out of it.
    pub(super) fn place(&mut self, node: NodeId) -> Value {
        if self.depth >= DEPTH {
            return Value::nothing();
        }
        self.depth += 1;
        let value = self.node(node);
        self.depth -= 1;
        if let Some(place) = &value.place
            && matches!(self.body.node(node), Node::Local(_) | Node::Path(_) | Node::Field { .. })
            && self.types.kept(&value.ty).is_some()
        {
            self.trace.mentions.push(Mention { node, place: place.clone() });
        }
        value
    }

    /// Evaluates an expression that is only looked at; guards in its value become temporaries.
    pub(super) fn look(&mut self, node: NodeId) -> Value {
        let mut value = self.place(node);
        self.settle(&mut value);
        value
    }

    fn node(&mut self, node: NodeId) -> Value {
        match self.body.node(node) {
            Node::Local(local) => self.local(local),
            Node::Path(path) => self.path(path),
            Node::Field { base, name } => self.field(node, base, name),
            Node::Index { base, index } => self.index(node, base, index),
            Node::Deref(operand) => self.deref(operand),
            Node::AddressOf { operand, .. } => {
                let value = self.look(operand);
                Value { place: value.place, raw: value.raw, ..Value::of(Ty::new(TyKind::Pointer(value.ty))) }
            }
            Node::Call { callee, args, .. } => self.call(node, callee, args),
            Node::Convert { ty, operand } => {
                let value = self.value(operand);
                Value { ty: self.written(ty), ..value }
            }
            Node::Composite { ty, elements } => {
                let guards = self.parts(elements).into_iter().flat_map(|part| part.guards).collect();
                Value { guards, ..Value::of(self.written(ty)) }
            }
            Node::Tuple(parts) => {
                let parts = self.parts(parts);
                let types = parts.iter().map(|part| part.ty).collect();
                let guards = parts.into_iter().flat_map(|part| part.guards).collect();
                Value { guards, ..Value::of(Ty::new(TyKind::Tuple(types))) }
            }
            Node::NamedElement { value, .. } | Node::Unsafe(value) => self.place(value),
            Node::Closure(closure) => Value { closure: Some(closure), ..Value::nothing() },
            Node::Block { body, tail, label } => self.block(self.body.list(body), tail, label),
            Node::Let { pattern, ty, value, otherwise, extended } => {
                self.let_(pattern, ty, value, otherwise, extended);
                Value::nothing()
            }
            Node::Assign { target, value } => {
                self.assign(target, value);
                Value::nothing()
            }
            Node::ShortCircuit { .. } | Node::Is { .. } => {
                let failed = self.condition(node);
                let held = std::mem::take(&mut self.state);
                self.state = held.join(failed);
                Value::nothing()
            }
            Node::If { cond, then, otherwise, drops_before_else } => self.if_(cond, then, otherwise, drops_before_else),
            Node::Match { scrutinee, arms, .. } => self.match_(scrutinee, self.body.arms(arms)),
            Node::Select { arms } => self.select(node, self.body.arms(arms)),
            Node::Loop { condition, step, body, label } => self.loop_(condition, step, body, label),
            Node::For { pattern, over, body, label } => self.for_(node, (pattern, over, body), label),
            Node::Return(values) => {
                for value in self.parts(values) {
                    self.leaves(&value);
                }
                self.state.leave();
                Value::nothing()
            }
            Node::Break { label, value } => {
                self.break_(label, value);
                Value::nothing()
            }
            Node::Continue(_) => {
                self.state.leave();
                Value::nothing()
            }
            Node::Send { channel, value } => {
                self.look(channel);
                let value = self.value(value);
                self.end(&value);
                Value::nothing()
            }
            Node::Await(operand) => self.await_(node, operand),
            Node::Try(operand) => {
                let value = self.value(operand);
                self.unwrapped(value)
            }
            Node::Terminate(operand) => self.in_frame(|walk| walk.place(operand)),
            Node::Opaque(list) | Node::Make { args: list, .. } => self.look_at_all(list),
            Node::Slice { base, bounds } => {
                self.look(base);
                self.look_at_all(bounds)
            }
            Node::Compare { left, right, .. } | Node::Pair { key: left, value: right } | Node::Update { target: right, value: left } => {
                self.look(left);
                self.look(right);
                Value::nothing()
            }
            Node::Not(operand)
            | Node::Spread(operand)
            | Node::Receive(operand)
            | Node::Go(operand)
            | Node::Defer(operand)
            | Node::TypeAssert { operand, .. } => {
                self.look(operand);
                Value::nothing()
            }
            Node::Literal(_) | Node::New(_) | Node::Goto(_) => Value::nothing(),
        }
    }

    fn look_at_all(&mut self, list: List) -> Value {
        for operand in self.body.list(list) {
            self.look(*operand);
        }
        Value::nothing()
    }

    /// Evaluates a list of expressions whose values are used up.
    pub(super) fn parts(&mut self, list: List) -> Vec<Value> {
        self.body.list(list).iter().map(|node| self.value(*node)).collect()
    }

    /// A type written in the body.
    pub(super) fn written(&self, ty: TypeExprId) -> Ty {
        self.types.lower(self.file, self.function.scope, ty, &self.context)
    }

    fn local(&mut self, local: LocalId) -> Value {
        let Some(info) = self.locals.get(local.index()) else { return Value::nothing() };
        let place = info.alias.clone().unwrap_or_else(|| Place::local(local));
        Value { place: Some(place), home: Some(local), closure: info.closure, ..Value::of(info.ty) }
    }

    fn field(&mut self, node: NodeId, base: NodeId, name: Name) -> Value {
        let base = self.look(base);
        let found = self.types.field(&base.ty, name);
        if found.is_none() {
            self.trace.loose.push((node, name));
        }
        let place = base.place.map(|place| place.field(name, found.as_ref().and_then(|found| found.owner)));
        Value { place, raw: base.raw, ..Value::of(found.map_or_else(unknown, |found| found.ty)) }
    }

    fn deref(&mut self, operand: NodeId) -> Value {
        let value = self.look(operand);
        let target = self.types.raw_target(&value.ty);
        let raw = value.raw || target.is_some();
        let ty = target.or_else(|| self.types.deref(&value.ty)).unwrap_or_else(unknown);
        Value { place: value.place, raw, ..Value::of(ty) }
    }

    fn index(&mut self, node: NodeId, base: NodeId, index: NodeId) -> Value {
        let value = self.look(base);
        self.look(index);
        let stripped = self.types.strip(&value.ty);
        let model = self.types.model(&stripped);
        if let Some(model) = model.filter(|model| is_map(model.kind)) {
            self.note(Access { key: Some(index), ..self.access(node, &value, stripped, model.kind, Effect::Get) });
        }
        Value::of(match &*stripped {
            TyKind::Slice(element) | TyKind::Array(element, _) => *element,
            TyKind::Library(_, args) => model.and_then(|model| args.get(model.value.unwrap_or(0))).copied().unwrap_or_else(unknown),
            _ => unknown(),
        })
    }

    fn let_(&mut self, pattern: PatternId, ty: Option<TypeExprId>, value: Option<NodeId>, otherwise: Option<NodeId>, extended: bool) {
        let written = ty.map(|ty| self.written(ty)).filter(|ty| !ty.is_unknown());
        let Some(value) = value else {
            if let Some(ty) = written {
                self.declare(pattern, ty);
            }
            return;
        };
        // `let _ = place` moves nothing.
        let wild = matches!(self.body.pattern(pattern), Pattern::Wild);
        let mut value = if wild { self.place(value) } else { self.value(value) };
        if extended {
            self.settle(&mut value);
        }
        if let Some(ty) = written {
            value.ty = ty;
            value.loose = false;
        }
        if let Some(otherwise) = otherwise {
            let before = self.state.clone();
            self.end(&value);
            self.state.end_held_by(Holder::Temporary(self.frame));
            let other = self.value(otherwise);
            self.end(&other);
            self.state = before;
        }
        self.bind(pattern, value);
    }

    fn assign(&mut self, target: NodeId, value: NodeId) {
        let value = self.value(value);
        let Node::Local(local) = self.body.node(target) else {
            let place = self.look(target);
            let stripped = self.types.unwrap(&place.ty);
            let kind = self.types.kind(&stripped);
            if is_map(kind) {
                self.note(self.access(target, &place, stripped, kind, Effect::Store));
            }
            self.end(&value);
            return;
        };
        self.state.end_held_by(Holder::Local(local));
        for guard in &value.guards {
            self.state.hold(*guard, Holder::Local(local));
        }
        if let Some(info) = self.locals.get_mut(local.index()) {
            if info.ty.is_unknown() {
                info.ty = value.ty;
                info.alias = value.place;
            } else if info.alias != value.place {
                // Assigned twice: which place it stands for depends on the path.
                info.alias = None;
            }
        }
    }

    /// What `?` and `unwrap` leave of a value.
    pub(super) fn unwrapped(&self, value: Value) -> Value {
        let inner = if self.types.kind(&value.ty) == TypeModelKind::Wrapper { self.types.inner(&value.ty) } else { None };
        let ty = inner.unwrap_or_else(|| if value.loose { value.ty } else { unknown() });
        Value { ty, loose: false, ..value }
    }

    /// A value leaves the function: what guards it takes along, callers hold.
    pub(super) fn leaves(&mut self, value: &Value) {
        let inside = self.exits.iter().any(|exit| exit.is_closure) || self.detached.is_some();
        if let Some(guard) = value.guards.first().map(|guard| self.trace.guards[*guard].clone()).filter(|_| !inside)
            && self.reaches_out(&guard.place)
        {
            self.trace.returned.get_or_insert(Returned { guard });
        }
        if !inside && self.state.is_reachable() {
            let place = value.place.clone().filter(|place| !value.raw && self.reaches_out(place));
            match &self.gives {
                Some(known) if *known != place => self.gives = Some(None),
                _ => self.gives = Some(place),
            }
        }
        self.end(value);
    }

    fn reaches_out(&self, place: &Place) -> bool {
        match place.root {
            Root::Static(_) => true,
            Root::Local(local) => Trace::is_given(self.body, local),
        }
    }

    /// The guards alive now, in the order they were taken.
    pub(super) fn alive(&self) -> Alive {
        self.state.live().collect()
    }

    /// Ends the guards in a value.
    pub(super) fn end(&mut self, value: &Value) {
        for guard in &value.guards {
            self.state.end(*guard);
        }
    }

    /// Makes the guards in a value temporaries of the current frame.
    pub(super) fn settle(&mut self, value: &mut Value) {
        for guard in value.guards.drain(..) {
            self.state.hold(guard, Holder::Temporary(self.frame));
        }
    }

    /// Notes a guard, held by the value being evaluated.
    pub(super) fn new_guard(&mut self, guard: Guard) -> GuardId {
        self.trace.guards.push(guard);
        let id = self.trace.guards.len() - 1;
        self.state.hold(id, Holder::Value);
        id
    }

    /// Notes an access.
    pub(super) fn note(&mut self, access: Access) {
        self.trace.accesses.push(access);
    }

    /// Declares a local in the innermost block.
    pub(super) fn declare_local(&mut self, local: LocalId) {
        if let Some(block) = self.blocks.last_mut() {
            block.push(local);
        }
    }

    /// Starts a frame for temporaries; the caller puts the old one back.
    pub(super) fn open_frame(&mut self) -> u32 {
        self.frame = self.next_frame;
        self.next_frame += 1;
        self.frame
    }

    /// Notes a loop, labelled block or closure.
    pub(super) fn enter(&mut self, label: Option<Name>, is_loop: bool, is_closure: bool) {
        self.exits.push(Exit { label, is_loop, is_closure, blocks: self.blocks.len(), frame: self.next_frame, left: Vec::new() });
    }

    /// Runs `inside` in a frame of its own: its temporaries end with it.
    pub(super) fn in_frame<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.frame;
        let frame = self.open_frame();
        let result = inside(self);
        self.state.end_held_by(Holder::Temporary(frame));
        self.frame = outer;
        result
    }

    /// Runs `inside` in a block of its own: locals declared in it end with it.
    pub(super) fn in_block<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.blocks.push(Vec::new());
        let result = inside(self);
        for local in self.blocks.pop().unwrap_or_default() {
            self.state.end_held_by(Holder::Local(local));
        }
        result
    }

    /// Whether the value is in an `Option` or `Result`, in whose empty case there is no guard.
    pub(super) fn is_optional(&self, value: &Value) -> bool {
        value.loose || self.types.kind(&value.ty) == TypeModelKind::Wrapper
    }
}
