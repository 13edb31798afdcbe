//! Check-then-act: a map is asked for a key, and told of it in a second critical section, without
//! asking again. Found from the act backwards: a check of the same place and key, on which the act
//! depends by a branch, an early exit, or its value.

use super::entry::{Code, entry};
use super::place::{self, Place, Root};
use super::region::{in_test, package};
use super::state::GuardId;
use super::steps::{Act, Check, Steps};
use super::text::{key, render};
use super::trace::Trace;
use super::types::{Types, is_lock};
use crate::analysis::fix::Draft;
use crate::analysis::model::Sequence;
use crate::analysis::tree::Tree;
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::diagnostic::Confidence;
use crate::facts::{Effect, Function, LocalId, Node, NodeId, Pattern, PatternId, TypeExpr, TypeModelKind};
use crate::source::{FileId, Language, Location};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Types are looked into this deep for what has identity.
const TYPE_DEPTH: usize = 6;

/// The sequences of all functions, in source order.
pub(super) fn sequences(types: &Types<'_>, traces: &[Trace]) -> Vec<Sequence> {
    let by_function: FxHashMap<FunctionId, &Trace> = traces.iter().map(|trace| (trace.function, trace)).collect();
    let mut found: Vec<Sequence> = traces
        .par_iter()
        .flat_map_iter(|trace| {
            let (file, function) = types.symbols.function(types.program, trace.function);
            let steps = Steps { types, trace, function, by_function: &by_function };
            let acts = steps.acts();
            let checks = if acts.is_empty() { Vec::new() } else { steps.checks() };
            if checks.is_empty() {
                return Vec::new();
            }
            let finder = Finder { types, trace, file, function, tree: Tree::new(&function.body) };
            acts.iter().filter_map(|act| finder.split(act, &checks)).collect()
        })
        .collect();
    found.sort_by_key(|sequence| (sequence.act, sequence.check));
    found
}

struct Finder<'a, 'p> {
    types: &'a Types<'p>,
    trace: &'a Trace,
    file: FileId,
    function: &'p Function,
    tree: Tree<'p>,
}

/// How the act depends on the check.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// It runs only for one answer; the node is where the answer decides.
    Branch(NodeId),
    /// What it writes comes from the answer.
    Value,
}

impl Finder<'_, '_> {
    fn split(&self, act: &Act, checks: &[Check]) -> Option<Sequence> {
        let place = &act.place;
        if (act.kind != TypeModelKind::ShardedMap && act.lock.is_none()) || self.is_exclusive(place) || self.constructs() {
            return None;
        }
        let counted = self.trace.accesses.iter().any(|access| {
            let counts = matches!(access.effect, Effect::Len | Effect::Range) && access.place.as_ref() == Some(place);
            counts && self.is_before(access.node, act) && self.holds_one(access.alive.iter().map(|(guard, _)| *guard), act)
        });
        let mut best: Option<(&Check, Link)> = None;
        let mut by_length = false;
        for check in checks.iter().filter(|check| check.place == *place && check.detached == act.detached && check.node != act.node) {
            let same_key = check.key.as_deref() == Some(act.key.as_str()) && act.effect == Effect::Insert;
            let fits = if check.effect == Effect::Len { !counted } else { same_key };
            if !fits || !self.is_before(check.node, act) {
                continue;
            }
            // Asked in the act's own critical section, or everything under one more lock.
            if self.holds_one(check.alive.iter().copied(), act) {
                if check.effect != Effect::Len && !check.in_helper {
                    return None;
                }
                continue;
            }
            if let Some(link) = self.link(check, act) {
                by_length |= check.effect == Effect::Len;
                let nearer = best.is_none_or(|(known, _)| self.rank(check) >= self.rank(known));
                best = if nearer { Some((check, link)) } else { best };
            }
        }
        let (check, link) = best?;
        let sequence = self.sequence(check, act, link);
        // A capacity that is exceeded is harm whatever is written. Who counts the entries of a concurrent map,
        // and then uses its `entry`, mostly means a soft one.
        let soft = act.lock.is_none() && act.effect == Effect::GetOrInsert;
        let harmful = !soft && (sequence.harmful || by_length);
        let doubtful = soft || act.in_helper && !harmful;
        let confidence = if doubtful { Confidence::Possible } else { sequence.confidence };
        Some(Sequence { harmful, confidence, ..sequence })
    }

    fn is_before(&self, node: NodeId, act: &Act) -> bool {
        self.function.body.span(node).start < self.function.body.span(act.node).start
    }

    /// Whether one of the guards excludes all others, and is alive at the act.
    fn holds_one(&self, mut guards: impl Iterator<Item = GuardId>, act: &Act) -> bool {
        guards.any(|guard| act.held.contains(&guard) && self.trace.guards[guard].exclusive)
    }

    /// A check for the key says more than one for the length; then the later says more.
    fn rank(&self, check: &Check) -> (bool, u32) {
        (check.effect != Effect::Len, self.function.body.span(check.node).start)
    }

    /// Whether the function makes the value that it is a function of.
    fn constructs(&self) -> bool {
        let result = self.types.result(self.trace.function).map(|ty| self.types.unwrap(&ty));
        let owner = self.types.owner(self.trace.function);
        self.function.receiver.is_none()
            && matches!((result.as_deref(), owner.map(|ty| &**ty)), (Some(TyKind::Named(made, _)), Some(TyKind::Named(own, _))) if made == own)
    }

    /// A place that only this function can reach now: behind `&mut`, or a value of its own.
    fn is_exclusive(&self, place: &Place) -> bool {
        let Root::Local(root) = place.root else { return false };
        let local = self.function.body.local(root);
        let mut ty = self.trace.local_types[root.index()];
        let written = local.ty.and_then(|ty| self.types.program.file(self.file).type_exprs.get(ty.index()));
        let by_mut = matches!(written, Some(TypeExpr::Pointer { mutable: true, .. }));
        let owned = !matches!(*ty, TyKind::Pointer(_) | TyKind::Unknown);
        if !(by_mut || owned) {
            return false;
        }
        if self.is_shared(&ty) {
            return false;
        }
        for step in &place.chain {
            match self.types.field(&ty, step.name) {
                Some(found) => ty = found.ty,
                None => break,
            }
            if self.is_shared(&ty) {
                return false;
            }
        }
        true
    }

    fn is_shared(&self, ty: &Ty) -> bool {
        let mut ty = *ty;
        for depth in 0..TYPE_DEPTH {
            if self.types.kind(&ty) == TypeModelKind::Shared || (depth > 0 && matches!(*ty, TyKind::Pointer(_))) {
                return true;
            }
            match self.types.deref(&ty) {
                Some(next) => ty = next,
                None => break,
            }
        }
        false
    }

    fn link(&self, check: &Check, act: &Act) -> Option<Link> {
        let around: Vec<NodeId> = self.tree.around(act.node).collect();
        for pair in around.windows(2) {
            let (inner, outer) = (pair[0], pair[1]);
            match self.function.body.node(outer) {
                Node::If { cond, then, otherwise, .. } if inner != cond => {
                    let Some(miss) = self.missing_when(cond, check) else { continue };
                    if inner == then && miss != Some(false) || Some(inner) == otherwise && miss != Some(true) {
                        return Some(Link::Branch(outer));
                    }
                }
                Node::Match { scrutinee: Some(scrutinee), arms, .. } if inner != scrutinee => {
                    let arm = self.function.body.arms(arms).iter().find(|arm| arm.body == inner);
                    if self.answers(scrutinee, check).is_some() && arm.is_some_and(|arm| !self.is_full(arm.pattern)) {
                        return Some(Link::Branch(outer));
                    }
                }
                Node::Block { body, .. } => {
                    let statements = self.function.body.list(body).iter().take_while(|statement| **statement != inner);
                    if let Some(exit) = statements.copied().find(|statement| self.leaves_on_hit(*statement, check)) {
                        return Some(Link::Branch(exit));
                    }
                }
                _ => {}
            }
        }
        let value = act.value?;
        let uses = self
            .tree
            .inside(value)
            .into_iter()
            .any(|node| matches!(self.function.body.node(node), Node::Local(local) if self.is_answer(local, check)));
        uses.then_some(Link::Value)
    }

    /// Whether a statement leaves when the key is there, or may leave when there are too many.
    fn leaves_on_hit(&self, statement: NodeId, check: &Check) -> bool {
        let mut statement = statement;
        while let Node::Terminate(inner) = self.function.body.node(statement) {
            statement = inner;
        }
        match self.function.body.node(statement) {
            Node::If { cond, then, otherwise, .. } => {
                let Some(miss) = self.missing_when(cond, check) else { return false };
                if check.effect == Effect::Len {
                    return self.tree.may_leave(then) || otherwise.is_some_and(|other| self.tree.may_leave(other));
                }
                self.tree.diverges(then) && miss != Some(true)
                    || otherwise.is_some_and(|other| self.tree.diverges(other)) && miss != Some(false)
            }
            Node::Match { scrutinee: Some(scrutinee), arms, .. } => {
                let arms = self.function.body.arms(arms);
                self.answers(scrutinee, check).is_some() && arms.iter().any(|arm| self.is_full(arm.pattern) && self.tree.diverges(arm.body))
            }
            _ => false,
        }
    }

    /// `None`: the condition does not ask; `Some(None)`: it does, which way is unknown;
    /// `Some(Some(x))`: the key is missing when the condition is `x`.
    fn missing_when(&self, cond: NodeId, check: &Check) -> Option<Option<bool>> {
        if check.effect == Effect::Len {
            return self.answers(cond, check).map(|_| None);
        }
        self.answers(cond, check)
    }

    /// As [`Finder::missing_when`], for any expression that holds the check or a local bound to it.
    fn answers(&self, expression: NodeId, check: &Check) -> Option<Option<bool>> {
        if self.tree.within(check.node, expression) {
            return Some(self.polarity(check, check.node, expression, initial(check.effect)));
        }
        let nodes = self.tree.inside(expression);
        nodes.into_iter().find_map(|node| match self.function.body.node(node) {
            Node::Local(local) if self.is_answer(local, check) => {
                let value = self.tree.first_value(local)?;
                let bound = self.polarity(check, check.node, value, initial(check.effect));
                Some(self.polarity(check, node, expression, bound))
            }
            _ => None,
        })
    }

    fn is_answer(&self, local: LocalId, check: &Check) -> bool {
        self.tree.first_value(local).is_some_and(|value| self.tree.within(check.node, value))
    }

    /// From the truth value that means "missing" at `from`, the one at `to`, which holds it.
    fn polarity(&self, check: &Check, from: NodeId, to: NodeId, start: Option<bool>) -> Option<bool> {
        let mut missing = start;
        for node in self.tree.around(from) {
            match self.function.body.node(node) {
                Node::Not(_) => missing = missing.map(|value| !value),
                Node::Is { pattern, .. } if check.effect != Effect::Contains => missing = Some(!self.is_full(pattern)),
                Node::Call { callee, .. } => {
                    if let Node::Field { name, .. } = self.function.body.node(callee)
                        && node != check.node
                    {
                        match name.as_str() {
                            "is_none" => missing = Some(true),
                            "is_some" => missing = Some(false),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
            if node == to {
                break;
            }
        }
        missing
    }

    fn is_full(&self, pattern: PatternId) -> bool {
        match self.function.body.pattern(pattern) {
            Pattern::Variant { path, .. } => path.last().is_some_and(|last| matches!(last.as_str(), "Some" | "Ok")),
            Pattern::Or(patterns) => patterns.iter().any(|pattern| self.is_full(*pattern)),
            _ => false,
        }
    }

    fn sequence(&self, check: &Check, act: &Act, link: Link) -> Sequence {
        let body = &self.function.body;
        let place = &act.place;
        let between = |node: NodeId| body.span(check.node).end <= body.span(node).start && body.span(node).end <= body.span(act.node).end;
        let awaits_between = (0..body.nodes.len()).map(NodeId::new).any(|node| matches!(body.node(node), Node::Await(_)) && between(node));
        let concurrent = act.lock.is_none();
        let ty = act.lock.as_ref().filter(|(lock, _)| lock == place).map_or(&act.ty, |(_, ty)| ty);
        Sequence {
            language: Language::Rust,
            map: place::map_ref(self.types, self.file, self.function, place, ty),
            check: self.location(check.node),
            check_text: render(body, check.node),
            act: self.location(act.node),
            act_text: render(body, act.node),
            key: act.key.clone(),
            by: if concurrent { "concurrent-map" } else { "lock" }.to_owned(),
            lock: act.lock.as_ref().map(|(lock, _)| render_place(self.types, body, lock)).unwrap_or_default(),
            harmful: self.is_harmful(check, act, link),
            awaits_between,
            function: place::function_name(self.types, self.file, self.function),
            in_test: in_test(self.types, self.file, self.function),
            instead: if act.in_helper || check.effect == Effect::Len { "" } else { "entry" }.to_owned(),
            drafts: self.entry(act, check).into_iter().collect(),
            confidence: if check.in_helper || act.in_helper { Confidence::Likely } else { Confidence::Certain },
            package: package(self.types, self.file),
        }
    }

    /// Both as one `entry`, where the map has that.
    fn entry(&self, act: &Act, check: &Check) -> Option<Draft> {
        let has_entry = self.types.model(&act.ty).is_some_and(|model| model.methods.contains_key("entry"));
        let own = act.lock.is_none() && check.effect == Effect::Contains && has_entry;
        let code = Code { types: self.types, tree: &self.tree, file: self.file, scope: self.function.scope };
        own.then(|| entry(code, check.node, act.node, true)).flatten()
    }

    /// Whether the second writer does more than repeat the first one's work.
    fn is_harmful(&self, check: &Check, act: &Act, link: Link) -> bool {
        let value = match &*act.ty {
            TyKind::Library(_, args) => args.get(1).copied(),
            _ => None,
        };
        let identity = value.is_some_and(|ty| self.has_identity(&ty, 0)) || self.has_identity(&act.value_ty, 0);
        let changed_on_hit = check.effect == Effect::Update
            || self.trace.accesses.iter().any(|access| {
                let changes = matches!(access.effect, Effect::Update | Effect::GetOrInsert);
                changes
                    && access.place.as_ref() == Some(&act.place)
                    && access.key.and_then(|node| key(&self.function.body, node)) == check.key
            });
        let effect = match link {
            Link::Value => return true,
            Link::Branch(_) if act.in_helper => act.works,
            Link::Branch(decision) => self.has_effect(decision, act),
        };
        identity || changed_on_hit || effect
    }

    /// Whether the branch that acts does something else that can be seen: starts a thread, sets a
    /// variable from outside, calls a function for nothing but what it does, awaits after it acted.
    fn has_effect(&self, decision: NodeId, act: &Act) -> bool {
        let body = &self.function.body;
        let Some(block) = self.tree.around(act.node).find(|node| matches!(body.node(*node), Node::Block { .. })) else { return false };
        let branch = if self.tree.within(block, decision) { block } else { self.tree.around(decision).nth(1).unwrap_or(block) };
        let Node::Block { body: statements, tail, .. } = body.node(branch) else { return false };
        let statements = body.list(statements);
        let after = |node: NodeId| body.span(node).start >= body.span(decision).end || self.tree.within(node, decision);
        statements.iter().enumerate().filter(|(_, statement)| after(**statement)).any(|(index, statement)| {
            let last = tail && index + 1 == statements.len();
            let spawned = self.trace.spawns.iter().any(|spawn| self.tree.within(spawn.node, *statement));
            let called = match body.node(*statement) {
                Node::Call { callee, .. } if !last => match body.node(callee) {
                    Node::Path(path) => body.path(path).last().is_some_and(|name| !name.ends_with('!') && name.as_str() != "drop"),
                    _ => false,
                },
                Node::Assign { target, .. } | Node::Update { target, .. } => !matches!(body.node(target), Node::Opaque(_)),
                _ => false,
            };
            let later = body.span(*statement).start >= body.span(act.node).end;
            let awaits = later && self.tree.inside(*statement).iter().any(|node| matches!(body.node(*node), Node::Await(_)));
            spawned || called || awaits
        })
    }

    fn has_identity(&self, ty: &Ty, depth: usize) -> bool {
        if depth > TYPE_DEPTH {
            return false;
        }
        if let Some(model) = self.types.model(ty)
            && (model.identity
                || is_lock(model.kind)
                || matches!(model.kind, TypeModelKind::Once | TypeModelKind::AtomicCell | TypeModelKind::WaitGroup))
        {
            return true;
        }
        match &**ty {
            TyKind::Library(_, args) | TyKind::Tuple(args) => args.iter().any(|arg| self.has_identity(arg, depth + 1)),
            TyKind::Named(..) => self.types.fields(ty).iter().any(|(_, field)| self.has_identity(field, depth + 1)),
            TyKind::Pointer(inner) => self.has_identity(inner, depth + 1),
            _ => false,
        }
    }

    fn location(&self, node: NodeId) -> Location {
        Location { file: self.file, span: self.function.body.span(node) }
    }
}

/// Which truth value of the check itself means that the key is missing.
fn initial(effect: Effect) -> Option<bool> {
    (effect == Effect::Contains).then_some(false)
}

fn render_place(types: &Types<'_>, body: &crate::facts::Body, place: &Place) -> String {
    let root = match place.root {
        Root::Local(local) => body.local(local).name.to_string(),
        Root::Static(var) => types.symbols.var(types.program, var).1.name.to_string(),
    };
    let names = place.chain.iter().map(|step| step.name.to_string());
    std::iter::once(root).chain(names).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
}
