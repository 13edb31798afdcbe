//! Macro calls, as far as their tokens can be read without expanding them.
//!
//! Most are a list of expressions between commas, and become a call of the path `name!`. A few have
//! a grammar of their own that matters (`select!`, `matches!`, `lazy_static!`, …). Of anything else
//! it is kept which locals it mentions, so that nothing is believed unused that it may use.

use super::lower_body::{BodyLowering, Context};
use super::lower_types::path_segments;
use super::macro_grammar::{
    Argument, CfgBranch, Operation, arguments, cfg_items, cfg_statements, futures, has_semicolon, items, macro_name, matched, parsed,
    repeated, select_arms, statements, statics,
};
use super::token::{Kind, Tokens};
use super::tree::{Expr, Item, Literal as Written, LiteralKind, Macro, Stmt};
use crate::facts::{Arm, ClosureKind, Literal, LocalId, Name, Node, NodeId, Pattern, VarKind};
use crate::source::Span;

/// Macros whose tokens are code for later, not code that runs here.
const NOT_RUN: [&str; 7] = ["macro_rules", "parse_quote", "parse_quote_spanned", "quote", "quote_spanned", "stringify", "concat_idents"];
/// Macros that borrow all their arguments.
const BORROWING: [&str; 4] = ["assert_eq", "assert_ne", "debug_assert_eq", "debug_assert_ne"];

/// The items that a macro stands for, where it can be read. All branches of `cfg_if!` count.
pub(super) fn item_content(tokens: &Tokens<'_>, mac: &Macro) -> Vec<Item> {
    let variables = |kind| {
        let read = parsed(tokens, mac, |input| statics(input, kind)).unwrap_or_default();
        read.into_iter().map(|variable| Item::Variable(Box::new(variable))).collect()
    };
    match macro_name(mac).as_str() {
        "lazy_static" => variables(VarKind::Static),
        "thread_local" => variables(VarKind::ThreadLocal),
        "cfg_if" => parsed(tokens, mac, cfg_items).into_iter().flatten().flat_map(|branch| branch.content).collect(),
        text if NOT_RUN.contains(&text) => Vec::new(),
        _ => parsed(tokens, mac, items).unwrap_or_default(),
    }
}

impl BodyLowering<'_, '_> {
    /// A macro that stands where a statement does; `None` where it stands for items.
    pub(super) fn statement_macro(&mut self, mac: &Macro) -> Option<NodeId> {
        match macro_name(mac).as_str() {
            "lazy_static" | "thread_local" => {
                let scope = self.item_scope();
                self.file.item_macro(mac, scope);
                None
            }
            "cfg_if" => match parsed(self.file.tokens, mac, cfg_statements) {
                Some(branches) => Some(self.cfg_branches(&branches, macro_span(mac))),
                None => Some(self.macro_call(mac)),
            },
            _ => Some(self.macro_call(mac)),
        }
    }

    /// A macro call as an expression.
    pub(super) fn macro_call(&mut self, mac: &Macro) -> NodeId {
        let span = macro_span(mac);
        let special = match macro_name(mac).as_str() {
            "vec" => self.vec_repeat(mac, span),
            "matches" | "assert_matches" | "debug_assert_matches" => self.matches(mac, span),
            "select" | "select_biased" => self.select(mac, span),
            "join" | "try_join" => self.join(mac, span),
            "stream" | "try_stream" | "async_stream" => self.stream(mac, span),
            text if NOT_RUN.contains(&text) => Some(self.call_of(mac, &[], span)),
            _ => None,
        };
        special.unwrap_or_else(|| self.plain(mac, span))
    }

    /// The locals that the tokens in some bytes mention, as operands.
    pub(super) fn mentioned(&mut self, bytes: Span) -> NodeId {
        let tokens = self.file.tokens;
        let mut found: Vec<(LocalId, Span)> = Vec::new();
        for token in tokens.all().get(tokens.within(bytes)).unwrap_or_default() {
            if matches!(token.kind, Kind::Ident | Kind::SelfValue)
                && let Some(local) = self.locals.find(tokens.name(*token))
                && found.iter().all(|(known, _)| *known != local)
            {
                found.push((local, token.span));
            }
        }
        let nodes: Vec<NodeId> = found.into_iter().map(|(local, at)| self.body.push(Node::Local(local), at)).collect();
        self.opaque(&nodes, bytes)
    }

    /// Arguments between commas; where they are none, statements; where they are neither, the locals.
    fn plain(&mut self, mac: &Macro, span: Span) -> NodeId {
        let tokens = self.file.tokens;
        let arguments = parsed(tokens, mac, arguments).unwrap_or_default();
        let semicolons = has_semicolon(tokens, mac);
        if (semicolons || arguments.iter().any(|argument| matches!(argument, Argument::Tokens(_))))
            && let Some(statements) = parsed(tokens, mac, statements)
            && !statements.iter().any(|statement| matches!(statement, Stmt::Item(_)))
        {
            let block = self.statements_block(&statements, mac.delimited, None, Context::Plain);
            return self.call_of(mac, &[block], span);
        }
        let borrows_all = BORROWING.contains(&macro_name(mac).as_str());
        let mut after_text = false;
        let mut nodes = Vec::new();
        let mut captures = Vec::new();
        for argument in arguments {
            match argument {
                Argument::Value(value) => {
                    let node = self.expr(&value);
                    nodes.push(if after_text || borrows_all { self.borrow(node) } else { node });
                    if let Expr::Literal(Written { kind: LiteralKind::Text(text), span }) = &value {
                        after_text = true;
                        self.captures(text, *span, &mut captures);
                    }
                }
                Argument::Pair(pair) => {
                    let (key, value) = (self.expr(&pair.0), self.expr(&pair.1));
                    let both = self.body.span(key).to(self.body.span(value));
                    nodes.push(self.body.push(Node::Pair { key, value }, both));
                }
                Argument::Tokens(bytes) => nodes.push(self.mentioned(bytes)),
            }
        }
        nodes.append(&mut captures);
        self.call_of(mac, &nodes, span)
    }

    /// `{name}` and `{:width$}` in a format string.
    fn captures(&mut self, text: &str, span: Span, out: &mut Vec<NodeId>) {
        for part in text.replace("{{", "").split('{').skip(1) {
            let inside = part.split('}').next().unwrap_or_default();
            let words = inside.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
            for word in words {
                if let Some(local) = self.locals.find(Name::from(word)) {
                    let node = self.body.push(Node::Local(local), span);
                    let operands = self.body.push_list(&[node]);
                    out.push(self.body.push(Node::Opaque(operands), span));
                }
            }
        }
    }

    /// Formatting takes its arguments by reference.
    fn borrow(&mut self, operand: NodeId) -> NodeId {
        let place = matches!(self.body.node(operand), Node::Local(_) | Node::Field { .. } | Node::Index { .. } | Node::Deref(_));
        if !place {
            return operand;
        }
        let span = self.body.span(operand);
        self.body.push(Node::AddressOf { operand, mutable: false }, span)
    }

    /// `vec![x; n]` calls what it expands to.
    fn vec_repeat(&mut self, mac: &Macro, span: Span) -> Option<NodeId> {
        let (element, len) = parsed(self.file.tokens, mac, repeated)?;
        let path = ["std", "vec", "from_elem"].iter().map(|segment| Name::from(segment)).collect();
        let callee = self.body.push_path(path, span);
        let args = self.exprs([&element, &len], Context::Plain);
        Some(self.body.push(Node::Call { callee, args, spread: false }, span))
    }

    /// `matches!(value, pattern if guard)` is the `match` that it expands to.
    fn matches(&mut self, mac: &Macro, span: Span) -> Option<NodeId> {
        let (value, pat, guard) = parsed(self.file.tokens, mac, matched)?;
        let scrutinee = self.expr(&value);
        let mark = self.locals.mark();
        let pattern = self.pattern(&pat, None);
        let guard = guard.map(|guard| self.expr(&guard)).map(|guard| self.terminate(guard));
        self.locals.release(mark);
        let found = self.body.push(Node::Literal(Literal::Bool(true)), span);
        let missed = self.body.push(Node::Literal(Literal::Bool(false)), span);
        let wild = self.push_pattern(Pattern::Wild);
        let arms = self.body.push_arms(&[
            Arm { pattern, guard, body: found, falls_through: false },
            Arm { pattern: wild, guard: None, body: missed, falls_through: false },
        ]);
        Some(self.body.push(Node::Match { scrutinee: Some(scrutinee), arms, exhaustive: true }, span))
    }

    /// `join!(a, b)`: each operand is awaited.
    fn join(&mut self, mac: &Macro, span: Span) -> Option<NodeId> {
        let futures = parsed(self.file.tokens, mac, futures)?;
        let mut awaited = Vec::with_capacity(futures.len());
        for future in &futures {
            let future = self.expr(future);
            awaited.push(self.awaited(future));
        }
        Some(self.call_of(mac, &awaited, span))
    }

    /// `stream! { … }`: the block runs when the stream is polled.
    fn stream(&mut self, mac: &Macro, span: Span) -> Option<NodeId> {
        let statements = parsed(self.file.tokens, mac, statements)?;
        let closure = self.in_closure(ClosureKind::AsyncBlock, false, mac.delimited, |this, _| {
            this.statements_block(&statements, mac.delimited, None, Context::Plain)
        });
        Some(self.call_of(mac, &[closure], span))
    }

    /// `select!` of tokio, futures, crossbeam. Preconditions are evaluated first, then the operations;
    /// temporaries of an operation end before it is awaited.
    fn select(&mut self, mac: &Macro, span: Span) -> Option<NodeId> {
        let branches = parsed(self.file.tokens, mac, select_arms)?;
        let mut conditions = Vec::new();
        let mut arms = Vec::new();
        for branch in branches {
            if let Some(condition) = &branch.condition {
                let node = self.expr(condition);
                conditions.push(self.terminate(node));
            }
            let guard = match &branch.operation {
                None => None,
                Some(Operation::Future(future)) => {
                    let future = self.expr(future);
                    let future = self.terminate(future);
                    Some(self.awaited(future))
                }
                Some(Operation::Receive(channel)) => {
                    let channel = self.expr(channel);
                    let at = self.body.span(channel);
                    Some(self.body.push(Node::Receive(channel), at))
                }
                Some(Operation::Send(pair)) => {
                    let (channel, value) = (self.expr(&pair.0), self.expr(&pair.1));
                    let at = self.body.span(channel).to(self.body.span(value));
                    Some(self.body.push(Node::Send { channel, value }, at))
                }
            };
            let mark = self.locals.mark();
            let pattern = match &branch.pattern {
                Some(pat) => self.pattern(pat, None),
                None => self.push_pattern(Pattern::Wild),
            };
            let body = self.expr(&branch.body);
            let body = self.terminate(body);
            self.locals.release(mark);
            arms.push(Arm { pattern, guard, body, falls_through: false });
        }
        let arms = self.body.push_arms(&arms);
        let select = self.body.push(Node::Select { arms }, span);
        Some(self.after(conditions, select))
    }

    fn cfg_branches(&mut self, branches: &[CfgBranch<Stmt>], span: Span) -> NodeId {
        let mut otherwise = None;
        for branch in branches.iter().rev() {
            let then = self.statements_block(&branch.content, span, None, Context::Plain);
            otherwise = Some(if branch.conditional {
                let cond = self.opaque(&[], span);
                self.body.push(Node::If { cond, then, otherwise, drops_before_else: false }, span)
            } else {
                then
            });
        }
        otherwise.unwrap_or_else(|| self.opaque(&[], span))
    }

    fn awaited(&mut self, future: NodeId) -> NodeId {
        let span = self.body.span(future);
        self.body.push(Node::Await(future), span)
    }

    fn call_of(&mut self, mac: &Macro, args: &[NodeId], span: Span) -> NodeId {
        let mut path = path_segments(None, &mac.path).unwrap_or_default();
        if let Some(last) = path.last_mut() {
            *last = Name::from(&format!("{last}!"));
        }
        let callee = self.body.push_path(path, Span { start: span.start, end: mac.bang.end });
        let args = self.body.push_list(args);
        self.body.push(Node::Call { callee, args, spread: false }, span)
    }
}

/// From a macro's path, but for a leading `::`, to its closing bracket.
fn macro_span(mac: &Macro) -> Span {
    mac.path.segments.first().map_or(mac.bang, |first| first.ident.span).to(mac.delimited)
}
