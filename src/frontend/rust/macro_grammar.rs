//! The grammars of macros: what their tokens hold, before anything is lowered.

use super::strict::{Parsed, Parser, Refused};
use super::token::{Kind, Tokens};
use super::tree::{Expr, Item, Macro, Pat, Stmt, Variable};
use crate::facts::{Name, VarKind};
use crate::source::Span;

/// One argument of a macro.
pub(super) enum Argument {
    /// An expression.
    Value(Expr),
    /// `key => value`.
    Pair(Box<(Expr, Expr)>),
    /// Anything else: the bytes of its tokens.
    Tokens(Span),
}

/// One arm of a `select!`.
pub(super) struct SelectArm {
    /// Takes the result; `None` in `else` and `default`.
    pub(super) pattern: Option<Pat>,
    /// What completes.
    pub(super) operation: Option<Operation>,
    /// `, if condition`.
    pub(super) condition: Option<Expr>,
    /// What runs then.
    pub(super) body: Expr,
}

/// What an arm of a `select!` waits for.
pub(super) enum Operation {
    /// A future.
    Future(Expr),
    /// `recv(channel)`.
    Receive(Expr),
    /// `send(channel, value)`.
    Send(Box<(Expr, Expr)>),
}

/// One branch of a `cfg_if!`.
pub(super) struct CfgBranch<T> {
    /// Has a condition.
    pub(super) conditional: bool,
    /// What it holds.
    pub(super) content: Vec<T>,
}

/// The last segment of a macro's path.
pub(super) fn macro_name(mac: &Macro) -> Name {
    mac.path.segments.last().map_or_else(|| Name::from(""), |segment| segment.ident.name)
}

/// The bytes inside a macro's brackets.
fn inside(mac: &Macro) -> Span {
    Span { start: mac.delimited.start + 1, end: mac.delimited.end.saturating_sub(1) }
}

/// The content of a macro, where it is what `parser` reads, to its end.
pub(super) fn parsed<'p, T>(tokens: &'p Tokens<'p>, mac: &Macro, parser: impl FnOnce(&mut Parser<'p>) -> Parsed<T>) -> Option<T> {
    let mut input = Parser::of(tokens, tokens.within(inside(mac)));
    let read = parser(&mut input).ok()?;
    input.is_at_end().then_some(read)
}

/// Whether `;` stands among the tokens of a macro, but inside brackets.
pub(super) fn has_semicolon(tokens: &Tokens<'_>, mac: &Macro) -> bool {
    tokens.top_level(inside(mac)).any(|token| token.kind == Kind::Semi)
}

/// Items to the end.
pub(super) fn items(input: &mut Parser<'_>) -> Parsed<Vec<Item>> {
    let mut items = Vec::new();
    while !input.is_at_close() {
        items.push(input.item()?);
    }
    Ok(items)
}

/// Statements to the end.
pub(super) fn statements(input: &mut Parser<'_>) -> Parsed<Vec<Stmt>> {
    input.statements()
}

/// Arguments between commas or semicolons; what is no expression is kept as tokens.
pub(super) fn arguments(input: &mut Parser<'_>) -> Parsed<Vec<Argument>> {
    let mut arguments = Vec::new();
    while !input.is_at_close() {
        arguments.push(argument(input)?);
        let _ = input.eat(Kind::Comma) || input.eat(Kind::Semi);
    }
    Ok(arguments)
}

fn argument(input: &mut Parser<'_>) -> Parsed<Argument> {
    let is_end = |input: &Parser<'_>| input.is_at_close() || input.is(Kind::Comma) || input.is(Kind::Semi);
    let start = input.mark();
    labelled(input);
    if let Ok(argument) = value(input)
        && is_end(input)
    {
        return Ok(argument);
    }
    input.go_back(start);
    while !is_end(input) {
        input.tree()?;
    }
    Ok(Argument::Tokens(input.bytes_from(start)))
}

/// Passes over what names an argument: `name =`, `a.b =`, `target:`, and the `%` and `?` of loggers.
fn labelled(input: &mut Parser<'_>) {
    let mut length = usize::from(input.kind().is_word());
    if length > 0 {
        while input.nth(length) == Kind::Dot && input.nth(length + 1).is_word() {
            length += 2;
        }
        let is_pair = |second| input.pair_at(length, input.nth(length), second);
        let named = input.nth(length) == Kind::Eq && !is_pair(Kind::Eq) && !is_pair(Kind::Gt);
        let typed = input.nth(length) == Kind::Colon && !is_pair(Kind::Colon);
        if named || typed {
            input.skip(length + 1);
        }
    }
    let _ = input.eat(Kind::Percent) || input.eat(Kind::Question);
}

fn value(input: &mut Parser<'_>) -> Parsed<Argument> {
    let value = input.expression()?;
    if input.pair(Kind::Eq, Kind::Gt) {
        input.skip(2);
        return Ok(Argument::Pair(Box::new((value, input.expression()?))));
    }
    Ok(Argument::Value(value))
}

/// `element; len` of a `vec!`.
pub(super) fn repeated(input: &mut Parser<'_>) -> Parsed<(Expr, Expr)> {
    let element = input.expression()?;
    input.expect(Kind::Semi)?;
    Ok((element, input.expression()?))
}

/// `value, pattern if guard` of a `matches!`, whatever follows.
pub(super) fn matched(input: &mut Parser<'_>) -> Parsed<(Expr, Pat, Option<Expr>)> {
    let value = input.expression()?;
    input.expect(Kind::Comma)?;
    let pat = input.pattern()?;
    let guard = if input.eat(Kind::If) { Some(input.expression()?) } else { None };
    input.skip_all();
    Ok((value, pat, guard))
}

/// The operands of a `join!`.
pub(super) fn futures(input: &mut Parser<'_>) -> Parsed<Vec<Expr>> {
    biased(input);
    input.list(Parser::expression)
}

/// Passes over the `biased;` of tokio.
fn biased(input: &mut Parser<'_>) {
    if input.is(Kind::Ident) && input.nth(1) == Kind::Semi {
        input.skip(2);
    }
}

/// The arms of a `select!`.
pub(super) fn select_arms(input: &mut Parser<'_>) -> Parsed<Vec<SelectArm>> {
    biased(input);
    let mut arms = Vec::new();
    while !input.is_at_close() {
        arms.push(select_arm(input)?);
        input.eat(Kind::Comma);
    }
    Ok(arms)
}

/// `pattern = future, if condition => body`, `else => body`, and crossbeam's `recv(r) -> pattern => body`.
fn select_arm(input: &mut Parser<'_>) -> Parsed<SelectArm> {
    let start = input.mark();
    let (mut pattern, mut operation) = (None, None);
    let default = matches!(input.kind(), Kind::Else | Kind::Ident) && input.pair_at(1, Kind::Eq, Kind::Gt);
    if default {
        input.skip(1);
    } else if let Ok(found) = channel_operation(input) {
        operation = Some(found);
        pattern = Some(input.single_pattern()?);
    } else {
        input.go_back(start);
        pattern = Some(input.pattern()?);
        input.expect(Kind::Eq)?;
        operation = Some(Operation::Future(input.expression()?));
    }
    let mut condition = None;
    if input.eat(Kind::Comma) {
        input.expect(Kind::If)?;
        condition = Some(input.expression()?);
    }
    input.expect_pair(Kind::Eq, Kind::Gt)?;
    Ok(SelectArm { pattern, operation, condition, body: input.expression_at_start()? })
}

/// `recv(r) ->`, `send(s, value) ->`.
fn channel_operation(input: &mut Parser<'_>) -> Parsed<Operation> {
    let word = input.ident()?.name;
    let (operation, _) = input.within(Kind::OpenParen, |input| {
        let channel = input.expression()?;
        let operation = match word.as_str() {
            "recv" => Operation::Receive(channel),
            "send" => {
                input.expect(Kind::Comma)?;
                Operation::Send(Box::new((channel, input.expression()?)))
            }
            _ => return Err(Refused),
        };
        input.eat(Kind::Comma);
        Ok(operation)
    })?;
    input.expect_pair(Kind::Minus, Kind::Gt)?;
    Ok(operation)
}

/// `static ref NAME: TYPE = EXPR;`, and without the `ref`; the last `;` may be missing.
pub(super) fn statics(input: &mut Parser<'_>, kind: VarKind) -> Parsed<Vec<Variable>> {
    let mut statics = Vec::new();
    while !input.is_at_close() {
        input.attributes()?;
        let visibility = input.visibility()?;
        input.expect(Kind::Static)?;
        input.eat(Kind::Ref);
        let ident = input.ident()?;
        input.expect(Kind::Colon)?;
        let ty = input.ty()?;
        input.expect(Kind::Eq)?;
        let value = Some(input.expression()?);
        input.eat(Kind::Semi);
        statics.push(Variable { public: visibility.public, ident, ty, value, kind });
    }
    Ok(statics)
}

/// `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }` of items.
pub(super) fn cfg_items(input: &mut Parser<'_>) -> Parsed<Vec<CfgBranch<Item>>> {
    cfg_if(input, items)
}

/// The same of statements.
pub(super) fn cfg_statements(input: &mut Parser<'_>) -> Parsed<Vec<CfgBranch<Stmt>>> {
    cfg_if(input, statements)
}

fn cfg_if<T>(input: &mut Parser<'_>, read: impl Fn(&mut Parser<'_>) -> Parsed<Vec<T>>) -> Parsed<Vec<CfgBranch<T>>> {
    let mut branches = Vec::new();
    loop {
        let conditional = input.eat(Kind::If);
        if conditional {
            input.attributes()?;
        }
        let (content, _) = input.within(Kind::OpenBrace, &read)?;
        branches.push(CfgBranch { conditional, content });
        if input.is_at_end() {
            return Ok(branches);
        }
        input.expect(Kind::Else)?;
    }
}
