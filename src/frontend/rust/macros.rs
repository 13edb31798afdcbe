//! Macro calls, as far as their tokens can be read without expanding them.
//!
//! Most are a list of expressions between commas, and become a call of the path `name!`. A few have
//! a grammar of their own that matters (`select!`, `matches!`, `lazy_static!`, …). Of anything else
//! it is kept which locals it mentions, so that nothing is believed unused that it may use.

use super::lower_body::{BodyLowering, Context};
use super::lower_items::MacroStatic;
use super::lower_types::path_segments;
use super::macro_grammar::{Argument, CfgBranch, Operation, arguments, biased, cfg_if, macro_name, many, parsed, select_arms, statics};
use super::scope::name;
use crate::facts::{Arm, ClosureKind, Literal, LocalId, Name, Node, NodeId, Pattern, VarKind};
use crate::source::Span;
use proc_macro2::{TokenStream, TokenTree};
use syn::{Expr, Pat, Stmt, Token};

/// Macros whose tokens are code for later, not code that runs here.
const NOT_RUN: [&str; 7] = ["macro_rules", "parse_quote", "parse_quote_spanned", "quote", "quote_spanned", "stringify", "concat_idents"];
/// Macros that borrow all their arguments.
const BORROWING: [&str; 4] = ["assert_eq", "assert_ne", "debug_assert_eq", "debug_assert_ne"];

/// What an item macro stands for.
pub(super) enum ItemContent {
    /// Items.
    Items(Vec<syn::Item>),
    /// `lazy_static!`, `thread_local!`.
    Statics(Vec<MacroStatic>),
    /// Something that cannot be read.
    Other,
}

/// The content of a macro that stands where items do. All branches of `cfg_if!` count.
pub(super) fn item_content(mac: &syn::Macro) -> ItemContent {
    match macro_name(mac).as_str() {
        "lazy_static" => parsed(mac, |input| statics(input, VarKind::Static)).map_or(ItemContent::Other, ItemContent::Statics),
        "thread_local" => parsed(mac, |input| statics(input, VarKind::ThreadLocal)).map_or(ItemContent::Other, ItemContent::Statics),
        "cfg_if" => parsed(mac, cfg_if::<syn::Item>)
            .map_or(ItemContent::Other, |branches| ItemContent::Items(branches.into_iter().flat_map(|branch| branch.content).collect())),
        text if NOT_RUN.contains(&text) => ItemContent::Other,
        _ => parsed(mac, many::<syn::Item>).map_or(ItemContent::Other, ItemContent::Items),
    }
}

impl BodyLowering<'_, '_> {
    /// A macro that stands where a statement does; `None` where it stands for items.
    pub(super) fn statement_macro(&mut self, mac: &syn::Macro) -> Option<NodeId> {
        match macro_name(mac).as_str() {
            "lazy_static" | "thread_local" => {
                let scope = self.item_scope();
                self.file.item_macro(mac, scope);
                None
            }
            "cfg_if" => match parsed(mac, cfg_if::<Stmt>) {
                Some(branches) => Some(self.cfg_branches(&branches, self.macro_span(mac))),
                None => Some(self.macro_call(mac)),
            },
            _ => Some(self.macro_call(mac)),
        }
    }

    /// A macro call as an expression.
    pub(super) fn macro_call(&mut self, mac: &syn::Macro) -> NodeId {
        let span = self.macro_span(mac);
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

    /// The locals that tokens mention, as operands.
    pub(super) fn mentioned(&mut self, tokens: TokenStream, span: Span) -> NodeId {
        let mut found = Vec::new();
        self.collect_locals(tokens, &mut found);
        let nodes: Vec<NodeId> = found.into_iter().map(|(local, at)| self.body.push(Node::Local(local), at)).collect();
        let operands = self.body.push_list(&nodes);
        self.body.push(Node::Opaque(operands), span)
    }

    /// Arguments between commas; where they are none, statements; where they are neither, the locals.
    fn plain(&mut self, mac: &syn::Macro, span: Span) -> NodeId {
        let arguments = parsed(mac, arguments).unwrap_or_default();
        let semicolons = mac.tokens.clone().into_iter().any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';'));
        if (semicolons || arguments.iter().any(|argument| matches!(argument, Argument::Tokens(_))))
            && let Some(statements) = parsed(mac, syn::Block::parse_within)
            && !statements.iter().any(|statement| matches!(statement, Stmt::Item(_)))
        {
            let inside = self.span(mac.delimiter.span().join());
            let block = self.statements_block(&statements, inside, None, Context::Plain);
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
                    if let Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &value {
                        after_text = true;
                        self.captures(&text.value(), self.span(text.span()), &mut captures);
                    }
                }
                Argument::Pair(pair) => {
                    let (key, value) = (self.expr(&pair.0), self.expr(&pair.1));
                    let both = self.body.span(key).to(self.body.span(value));
                    nodes.push(self.body.push(Node::Pair { key, value }, both));
                }
                Argument::Tokens(tokens) => {
                    let at = self.span(syn::spanned::Spanned::span(&tokens));
                    nodes.push(self.mentioned(tokens, at));
                }
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
    fn vec_repeat(&mut self, mac: &syn::Macro, span: Span) -> Option<NodeId> {
        let (element, len) = parsed(mac, |input| {
            let element: Expr = input.parse()?;
            input.parse::<Token![;]>()?;
            Ok((element, input.parse::<Expr>()?))
        })?;
        let path = ["std", "vec", "from_elem"].iter().map(|segment| Name::from(segment)).collect();
        let callee = self.body.push_path(path, span);
        let args = self.exprs([&element, &len].into_iter(), Context::Plain);
        Some(self.body.push(Node::Call { callee, args, spread: false }, span))
    }

    /// `matches!(value, pattern if guard)` is the `match` that it expands to.
    fn matches(&mut self, mac: &syn::Macro, span: Span) -> Option<NodeId> {
        let (value, pat, guard) = parsed(mac, |input| {
            let value: Expr = input.parse()?;
            input.parse::<Token![,]>()?;
            let pat = Pat::parse_multi_with_leading_vert(input)?;
            let guard = if input.peek(Token![if]) {
                input.parse::<Token![if]>()?;
                Some(input.parse::<Expr>()?)
            } else {
                None
            };
            input.parse::<TokenStream>()?;
            Ok((value, pat, guard))
        })?;
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
    fn join(&mut self, mac: &syn::Macro, span: Span) -> Option<NodeId> {
        let futures = parsed(mac, |input| {
            biased(input)?;
            syn::punctuated::Punctuated::<Expr, Token![,]>::parse_terminated(input)
        })?;
        let mut awaited = Vec::with_capacity(futures.len());
        for future in &futures {
            let future = self.expr(future);
            awaited.push(self.awaited(future));
        }
        Some(self.call_of(mac, &awaited, span))
    }

    /// `stream! { … }`: the block runs when the stream is polled.
    fn stream(&mut self, mac: &syn::Macro, span: Span) -> Option<NodeId> {
        let statements = parsed(mac, syn::Block::parse_within)?;
        let inside = self.span(mac.delimiter.span().join());
        let closure = self
            .in_closure(ClosureKind::AsyncBlock, false, inside, |this, _| this.statements_block(&statements, inside, None, Context::Plain));
        Some(self.call_of(mac, &[closure], span))
    }

    /// `select!` of tokio, futures, crossbeam. Preconditions are evaluated first, then the operations;
    /// temporaries of an operation end before it is awaited.
    fn select(&mut self, mac: &syn::Macro, span: Span) -> Option<NodeId> {
        let branches = parsed(mac, select_arms)?;
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
                let nothing = self.body.push_list(&[]);
                let cond = self.body.push(Node::Opaque(nothing), span);
                self.body.push(Node::If { cond, then, otherwise, drops_before_else: false }, span)
            } else {
                then
            });
        }
        otherwise.unwrap_or_else(|| self.mentioned(TokenStream::new(), span))
    }

    fn awaited(&mut self, future: NodeId) -> NodeId {
        let span = self.body.span(future);
        self.body.push(Node::Await(future), span)
    }

    fn call_of(&mut self, mac: &syn::Macro, args: &[NodeId], span: Span) -> NodeId {
        let mut path = path_segments(None, &mac.path).unwrap_or_default();
        if let Some(last) = path.last_mut() {
            *last = Name::from(&format!("{last}!"));
        }
        let at = span.start as usize..self.span(mac.bang_token.span).end as usize;
        let callee = self.body.push_path(path, Span::new(at.start, at.end));
        let args = self.body.push_list(args);
        self.body.push(Node::Call { callee, args, spread: false }, span)
    }

    fn macro_span(&self, mac: &syn::Macro) -> Span {
        let start = mac.path.segments.first().map_or(mac.bang_token.span, |first| first.ident.span());
        self.span(start).to(self.span(mac.delimiter.span().join()))
    }

    fn collect_locals(&self, tokens: TokenStream, found: &mut Vec<(LocalId, Span)>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if let Some(local) = self.locals.find(name(&ident))
                        && found.iter().all(|(known, _)| *known != local)
                    {
                        found.push((local, self.span(ident.span())));
                    }
                }
                TokenTree::Group(group) => self.collect_locals(group.stream(), found),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}
