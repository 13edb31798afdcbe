//! Locks under which an object is set up, once: a flag says that it is done.
//!
//! `mu.Lock(); if done { return }; …; done = true`: like `sync.Once`, the lock orders what is done under
//! it before what comes after, and guards nothing. A flag that is lowered again, or raised before the
//! work, is something else: a `closed`, or a state.

use super::Interpreter;
use crate::facts::{Body, Effect, Literal, LocalId, Name, Node, NodeId};

/// What a lock and its flag are parts of.
#[derive(PartialEq, Eq)]
enum Owner {
    Local(LocalId),
    Package,
}

impl Interpreter<'_> {
    /// Whether this call of `Lock` starts such a part of the function.
    pub(super) fn starts_setup(&self, call: NodeId, effect: Effect) -> bool {
        if effect != Effect::Lock || !self.closures.is_empty() {
            return false;
        }
        let Some(Node::Block { body, .. }) = self.function.root.map(|root| self.body.node(root)) else { return false };
        let statements = self.body.list(body);
        let Some(at) = statements.iter().position(|statement| *statement == call) else { return false };
        let Some(flag) = self.checked_flag(call, &statements[at + 1..]) else { return false };
        let raised = |statement: &&NodeId| sets(self.body, **statement, true) == Some(flag);
        let mut after = statements[at + 1..].iter().rev().skip_while(|statement| self.ends(call, **statement));
        after.next().as_ref().is_some_and(raised) && !self.is_lowered(flag)
    }

    /// The flag of the lock's owner that is asked for first, with nothing but a return where it is up.
    fn checked_flag(&self, call: NodeId, after: &[NodeId]) -> Option<Name> {
        let body = self.body;
        let check = after.iter().find(|statement| !matches!(body.node(**statement), Node::Defer(_)) && !is_of_lock(body, **statement))?;
        let Node::If { cond, then, otherwise: None, .. } = body.node(*check) else { return None };
        let Node::Block { body: then, .. } = body.node(then) else { return None };
        let returns = body.list(then).last().is_some_and(|last| matches!(body.node(*last), Node::Return(_)));
        let (owner, flag) = raised_flag(body, cond)?;
        (returns && body.list(then).len() <= 2 && owner_of(body, called_on(body, call)?)? == owner).then_some(flag)
    }

    /// A statement with which such a function ends: it returns, or does with the lock, or another one that is held
    /// beside it, what is left to do.
    fn ends(&self, lock: NodeId, statement: NodeId) -> bool {
        let on_lock = |base: NodeId| called_on(self.body, lock).is_some_and(|lock| self.same_expression(lock, base));
        let is_return = matches!(self.body.node(statement), Node::Return(_));
        is_return || is_of_lock(self.body, statement) || called_on(self.body, statement).is_some_and(on_lock)
    }

    /// Some function of the package takes the flag down.
    fn is_lowered(&self, flag: Name) -> bool {
        self.world.ask_other();
        let program = self.names().program;
        let unit = program.infos[self.file.index()].unit;
        let files = program.files.iter().zip(&program.infos).filter(|(_, info)| info.unit == unit);
        let mut bodies = files.flat_map(|(file, _)| &file.functions).map(|function| &function.body);
        bodies.any(|body| (0..body.nodes.len()).any(|node| sets(body, NodeId::new(node), false) == Some(flag)))
    }
}

/// `x.mu.Lock()`, `x.mu.Unlock()` and the like.
fn is_of_lock(body: &Body, statement: NodeId) -> bool {
    let is_called = |method: &&str| called_on_as(body, statement, method).is_some();
    ["Lock", "Unlock", "RLock", "RUnlock"].iter().any(is_called)
}

/// `x.done`, `x.done.Load()`, `done`: a flag that is asked for, and whose it is.
fn raised_flag(body: &Body, cond: NodeId) -> Option<(Owner, Name)> {
    let flag = match body.node(cond) {
        Node::Call { args, .. } if body.list(args).is_empty() => called_on_as(body, cond, "Load")?,
        _ => cond,
    };
    Some((owner_of(body, flag)?, flag_name(body, flag)?))
}

/// The flag that the statement sets to a constant.
fn sets(body: &Body, statement: NodeId, to: bool) -> Option<Name> {
    let is_value = |node: NodeId| matches!(body.node(node), Node::Literal(Literal::Bool(value)) if value == to);
    match body.node(statement) {
        Node::Assign { target, value } if is_value(value) => flag_name(body, target),
        Node::Call { args, .. } if matches!(body.list(args), [value] if is_value(*value)) => {
            flag_name(body, called_on_as(body, statement, "Store")?)
        }
        _ => None,
    }
}

fn flag_name(body: &Body, flag: NodeId) -> Option<Name> {
    match body.node(flag) {
        Node::Field { name, .. } => Some(name),
        Node::Path(path) => body.paths[path as usize].first().copied(),
        _ => None,
    }
}

/// What a method is called on.
fn called_on(body: &Body, call: NodeId) -> Option<NodeId> {
    let Node::Call { callee, .. } = body.node(call) else { return None };
    match body.node(callee) {
        Node::Field { base, .. } => Some(base),
        _ => None,
    }
}

fn called_on_as(body: &Body, call: NodeId, method: &str) -> Option<NodeId> {
    let Node::Call { callee, .. } = body.node(call) else { return None };
    matches!(body.node(callee), Node::Field { name, .. } if name.as_str() == method).then(|| called_on(body, call)).flatten()
}

fn owner_of(body: &Body, mut node: NodeId) -> Option<Owner> {
    loop {
        match body.node(node) {
            Node::Field { base, .. } | Node::Deref(base) => node = base,
            Node::Local(local) => return Some(Owner::Local(local)),
            Node::Path(_) => return Some(Owner::Package),
            _ => return None,
        }
    }
}
