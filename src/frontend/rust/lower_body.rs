//! Bodies: parameters, blocks, statements, and where temporaries end.

use super::lower_items::{Lowering, self_type};
use super::lower_types::single;
use super::scope::Locals;
use super::tree::{Block, Item, Let, Pat, PatKind, Receiver, Stmt, Type};
use crate::facts::{Body, ClosureId, Local, LocalId, LocalKind, Name, Node, NodeId, Pattern, ScopeId, TypeExprId};
use crate::source::Span;

/// A body while it is lowered.
pub(super) struct BodyLowering<'f, 's> {
    /// The file around it.
    pub(super) file: &'f mut Lowering<'s>,
    /// What is known so far.
    pub(super) body: Body,
    /// Names in sight.
    pub(super) locals: Locals,
    /// The closure that is being lowered.
    pub(super) closure: Option<ClosureId>,
    scope: ScopeId,
    /// The scope of `use` and items inside, made when the first is met.
    own_scope: Option<ScopeId>,
    in_test: bool,
}

/// Whether an expression's value is what a `let` binds: then temporaries that its borrows make live
/// as long as the binding, also through blocks, branches and arms, which otherwise end theirs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Any other place.
    Plain,
    /// The initialiser of a `let`, and what is its value by syntax.
    Extending,
}

impl<'f, 's> BodyLowering<'f, 's> {
    /// Lowers into `body`, whose names are those of `scope`.
    pub(super) fn new(file: &'f mut Lowering<'s>, body: Body, scope: ScopeId, in_test: bool) -> BodyLowering<'f, 's> {
        BodyLowering { file, body, locals: Locals::default(), closure: None, scope, own_scope: None, in_test }
    }

    /// The body, and the scope whose names it uses.
    pub(super) fn finish(self) -> (Body, ScopeId) {
        (self.body, self.own_scope.unwrap_or(self.scope))
    }

    /// Declares `self`.
    pub(super) fn receiver(&mut self, receiver: &Receiver) -> LocalId {
        let ty = self_type(self.file, &receiver.kind);
        self.declare(Name::from("self"), receiver.at, Some(ty), LocalKind::Receiver)
    }

    /// Declares a parameter. A pattern becomes a nameless local and a `Let` in `prologue`.
    pub(super) fn param(&mut self, pat: &Pat, ty: Option<&Type>, kind: LocalKind, prologue: &mut Vec<NodeId>) -> LocalId {
        let ty = ty.map(|ty| self.file.lower_type(ty));
        match &pat.kind {
            PatKind::Paren(inner) => self.inner_param(inner, ty, kind, prologue),
            _ => self.inner_param(pat, ty, kind, prologue),
        }
    }

    fn inner_param(&mut self, pat: &Pat, ty: Option<TypeExprId>, kind: LocalKind, prologue: &mut Vec<NodeId>) -> LocalId {
        match &pat.kind {
            PatKind::Ident { ident, by_ref: false, sub: None, .. } => self.declare(ident.name, ident.span, ty, kind),
            PatKind::Type(inner, ty) => {
                let ty = Some(self.file.lower_type(ty));
                self.inner_param(inner, ty, kind, prologue)
            }
            PatKind::Wild => self.body.push_local(Local { name: Name::from("_"), span: pat.span, ty, kind, closure: self.closure }),
            _ => {
                let span = pat.span;
                let local = self.body.push_local(Local { name: Name::from(""), span, ty, kind, closure: self.closure });
                let value = self.body.push(Node::Local(local), span);
                let pattern = self.pattern(pat, None);
                let binding = Node::Let { pattern, ty: None, value: Some(value), otherwise: None, extended: false };
                prologue.push(self.body.push(binding, span));
                local
            }
        }
    }

    /// Declares a local and brings it into sight.
    pub(super) fn declare(&mut self, name: Name, span: Span, ty: Option<TypeExprId>, kind: LocalKind) -> LocalId {
        let local = self.body.push_local(Local { name, span, ty, kind, closure: self.closure });
        self.locals.bind(name, local);
        local
    }

    /// A function's body after its parameters' patterns.
    pub(super) fn root(&mut self, block: &Block, prologue: Vec<NodeId>) -> NodeId {
        let value = self.block(block, None, Context::Plain);
        self.after(prologue, value)
    }

    /// `value` after some statements.
    pub(super) fn after(&mut self, mut statements: Vec<NodeId>, value: NodeId) -> NodeId {
        if statements.is_empty() {
            return value;
        }
        let span = self.body.span(value);
        statements.push(value);
        let body = self.body.push_list(&statements);
        self.body.push(Node::Block { body, tail: true, label: None }, span)
    }

    /// A block with a scope of its own.
    pub(super) fn block(&mut self, block: &Block, label: Option<Name>, context: Context) -> NodeId {
        self.statements_block(&block.statements, block.span, label, context)
    }

    /// The same of statements that no block holds.
    pub(super) fn statements_block(&mut self, statements: &[Stmt], span: Span, label: Option<Name>, context: Context) -> NodeId {
        let mark = self.locals.mark();
        let mut lowered = Vec::with_capacity(statements.len());
        let mut tail = false;
        for (index, statement) in statements.iter().enumerate() {
            let last = index + 1 == statements.len();
            let node = self.statement(statement, context, last);
            let valued = match statement {
                Stmt::Expr { semi, .. } | Stmt::Macro { semi, .. } => !semi,
                Stmt::Let(_) | Stmt::Item(_) => false,
            };
            tail = last && valued && node.is_some();
            if let Some(node) = node {
                let ends_with_block = tail && self.file.edition >= 2024 && context == Context::Plain;
                lowered.push(if ends_with_block { self.terminate(node) } else { node });
            }
        }
        self.locals.release(mark);
        let body = self.body.push_list(&lowered);
        self.body.push(Node::Block { body, tail, label }, span)
    }

    /// Items and macros that stand for items leave nothing.
    fn statement(&mut self, statement: &Stmt, context: Context, last: bool) -> Option<NodeId> {
        match statement {
            Stmt::Let(binding) => Some(self.let_(binding)),
            Stmt::Item(item) => {
                let defines = matches!(&**item, Item::Macro(mac) if single(&mac.path).is_some_and(|name| name.as_str() == "macro_rules"));
                if !defines {
                    let scope = self.item_scope();
                    self.file.item(item, scope);
                }
                None
            }
            Stmt::Expr { expr, semi, conditional } => {
                let context = if last && !semi { context } else { Context::Plain };
                let node = self.expr_in(expr, context);
                Some(if *conditional { self.perhaps(node) } else { node })
            }
            Stmt::Macro { mac, .. } => self.statement_macro(mac),
        }
    }

    /// The scope of `use` and items inside this function.
    pub(super) fn item_scope(&mut self) -> ScopeId {
        let (scope, in_test) = (self.scope, self.in_test);
        let file = &mut *self.file;
        *self.own_scope.get_or_insert_with(|| file.push_scope(scope, Name::from(""), in_test))
    }

    fn let_(&mut self, binding: &Let) -> NodeId {
        let value = binding.value.as_ref().map(|value| self.expr_in(value, Context::Extending));
        let otherwise = binding.otherwise.as_ref().map(|block| self.block(block, None, Context::Plain));
        let ty = binding.ty.as_ref().map(|ty| self.file.lower_type(ty));
        let pattern = self.pattern(&binding.pat, ty);
        let extended = value.is_some_and(|value| !self.body.extended_temporaries(pattern, value).is_empty());
        self.body.push(Node::Let { pattern, ty, value, otherwise, extended }, binding.span)
    }

    /// Temporaries of `node` end with it. Left out where there can be none.
    pub(super) fn terminate(&mut self, node: NodeId) -> NodeId {
        if !self.leaves_temporaries(node) {
            return node;
        }
        let span = self.body.span(node);
        self.body.push(Node::Terminate(node), span)
    }

    /// The same, but not for what a `let` binds.
    pub(super) fn terminate_in(&mut self, node: NodeId, context: Context) -> NodeId {
        match context {
            Context::Plain => self.terminate(node),
            Context::Extending => node,
        }
    }

    /// Code that may be compiled out.
    fn perhaps(&mut self, node: NodeId) -> NodeId {
        let span = self.body.span(node);
        let nothing = self.body.push_list(&[]);
        let cond = self.body.push(Node::Opaque(nothing), span);
        self.body.push(Node::If { cond, then: node, otherwise: None, drops_before_else: false }, span)
    }

    /// Whether temporaries made in `node` may be alive after it.
    fn leaves_temporaries(&self, node: NodeId) -> bool {
        let any = |list| self.body.list(list).iter().any(|node| self.leaves_temporaries(*node));
        match self.body.node(node) {
            Node::Local(_)
            | Node::Path(_)
            | Node::Literal(_)
            | Node::Closure(_)
            | Node::Terminate(_)
            | Node::Loop { .. }
            | Node::Return(_)
            | Node::Break { .. }
            | Node::Continue(_) => false,
            Node::Block { tail: false, .. } => false,
            Node::Block { body, .. } => self.body.list(body).last().is_some_and(|last| self.leaves_temporaries(*last)),
            Node::Opaque(list) | Node::Tuple(list) => any(list),
            Node::Not(operand)
            | Node::Deref(operand)
            | Node::AddressOf { operand, .. }
            | Node::Convert { operand, .. }
            | Node::Field { base: operand, .. }
            | Node::Unsafe(operand)
            | Node::Is { value: operand, .. } => self.leaves_temporaries(operand),
            Node::Compare { left, right, .. }
            | Node::ShortCircuit { left, right, .. }
            | Node::Assign { target: left, value: right }
            | Node::Update { target: left, value: right }
            | Node::Index { base: left, index: right } => self.leaves_temporaries(left) || self.leaves_temporaries(right),
            Node::If { cond, then, otherwise, drops_before_else } => {
                (!drops_before_else && self.leaves_temporaries(cond))
                    || self.leaves_temporaries(then)
                    || otherwise.is_some_and(|otherwise| self.leaves_temporaries(otherwise))
            }
            Node::For { over, .. } => self.leaves_temporaries(over),
            _ => true,
        }
    }

    /// What a pattern binds by itself.
    pub(super) fn push_pattern(&mut self, pattern: Pattern) -> crate::facts::PatternId {
        self.body.push_pattern(pattern)
    }
}
