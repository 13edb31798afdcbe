//! The grammars of macros: what their tokens hold, before anything is lowered.

use super::lower_items::MacroStatic;
use crate::facts::VarKind;
use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser, Result};
use syn::{Expr, Ident, Pat, Stmt, Token};

/// One argument of a macro.
pub(super) enum Argument {
    /// An expression.
    Value(Expr),
    /// `key => value`.
    Pair(Box<(Expr, Expr)>),
    /// Anything else.
    Tokens(TokenStream),
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
pub(super) fn macro_name(mac: &syn::Macro) -> String {
    mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// The content of a macro, where it is what `parser` reads.
pub(super) fn parsed<T>(mac: &syn::Macro, parser: impl FnOnce(ParseStream<'_>) -> Result<T>) -> Option<T> {
    parser.parse2(mac.tokens.clone()).ok()
}

/// One after the other.
pub(super) fn many<T: syn::parse::Parse>(input: ParseStream<'_>) -> Result<Vec<T>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        out.push(input.parse()?);
    }
    Ok(out)
}

/// Arguments between commas or semicolons; what is no expression is kept as tokens.
pub(super) fn arguments(input: ParseStream<'_>) -> Result<Vec<Argument>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        out.push(argument(input)?);
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        } else if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
        }
    }
    Ok(out)
}

fn argument(input: ParseStream<'_>) -> Result<Argument> {
    let ahead = input.fork();
    if let Some(argument) = labelled(&ahead).ok().and_then(|()| value(&ahead).ok())
        && (ahead.is_empty() || ahead.peek(Token![,]) || ahead.peek(Token![;]))
    {
        input.advance_to(&ahead);
        return Ok(argument);
    }
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) && !input.peek(Token![;]) {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    Ok(Argument::Tokens(tokens))
}

/// Passes over what names an argument: `name =`, `a.b =`, `target:`, and the `%` and `?` of loggers.
fn labelled(input: ParseStream<'_>) -> Result<()> {
    let ahead = input.fork();
    if ahead.call(Ident::parse_any).is_ok() {
        while ahead.peek(Token![.]) && ahead.peek2(Ident::peek_any) {
            ahead.parse::<Token![.]>()?;
            ahead.call(Ident::parse_any)?;
        }
        let named = ahead.peek(Token![=]) && !ahead.peek(Token![==]) && !ahead.peek(Token![=>]);
        let typed = ahead.peek(Token![:]) && !ahead.peek(Token![::]);
        if named {
            ahead.parse::<Token![=]>()?;
            input.advance_to(&ahead);
        } else if typed {
            ahead.parse::<Token![:]>()?;
            input.advance_to(&ahead);
        }
    }
    if input.peek(Token![%]) {
        input.parse::<Token![%]>()?;
    } else if input.peek(Token![?]) {
        input.parse::<Token![?]>()?;
    }
    Ok(())
}

fn value(input: ParseStream<'_>) -> Result<Argument> {
    let value: Expr = input.parse()?;
    if input.peek(Token![=>]) {
        input.parse::<Token![=>]>()?;
        return Ok(Argument::Pair(Box::new((value, input.parse()?))));
    }
    Ok(Argument::Value(value))
}

/// Passes over the `biased;` of tokio.
pub(super) fn biased(input: ParseStream<'_>) -> Result<()> {
    if input.peek(Ident) && input.peek2(Token![;]) {
        input.parse::<Ident>()?;
        input.parse::<Token![;]>()?;
    }
    Ok(())
}

/// The arms of a `select!`.
pub(super) fn select_arms(input: ParseStream<'_>) -> Result<Vec<SelectArm>> {
    biased(input)?;
    let mut arms = Vec::new();
    while !input.is_empty() {
        arms.push(select_arm(input)?);
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(arms)
}

/// `pattern = future, if condition => body`, `else => body`, and crossbeam's `recv(r) -> pattern => body`.
fn select_arm(input: ParseStream<'_>) -> Result<SelectArm> {
    let mut arm = SelectArm { pattern: None, operation: None, condition: None, body: Expr::PLACEHOLDER };
    let default = (input.peek(Token![else]) || input.peek(Ident)) && input.peek2(Token![=>]);
    let channel = input.peek(Ident) && input.peek2(syn::token::Paren) && channel_operation(&input.fork()).is_ok();
    if default {
        input.call(Ident::parse_any)?;
    } else if channel {
        arm.operation = Some(channel_operation(input)?);
        input.parse::<Token![->]>()?;
        arm.pattern = Some(Pat::parse_single(input)?);
    } else {
        arm.pattern = Some(Pat::parse_multi_with_leading_vert(input)?);
        input.parse::<Token![=]>()?;
        arm.operation = Some(Operation::Future(input.parse()?));
    }
    if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        input.parse::<Token![if]>()?;
        arm.condition = Some(input.parse()?);
    }
    input.parse::<Token![=>]>()?;
    arm.body = Expr::parse_with_earlier_boundary_rule(input)?;
    Ok(arm)
}

/// `recv(r)`, `send(s, value)`, when `->` follows.
fn channel_operation(input: ParseStream<'_>) -> Result<Operation> {
    let word: Ident = input.parse()?;
    let content;
    syn::parenthesized!(content in input);
    let operation = match word.to_string().as_str() {
        "recv" => Operation::Receive(content.parse()?),
        "send" => {
            let channel = content.parse()?;
            content.parse::<Token![,]>()?;
            Operation::Send(Box::new((channel, content.parse()?)))
        }
        _ => return Err(input.error("expected `recv` or `send`")),
    };
    content.parse::<Option<Token![,]>>()?;
    match input.peek(Token![->]) {
        true => Ok(operation),
        false => Err(input.error("expected `->`")),
    }
}

/// `static ref NAME: TYPE = EXPR;`, and without the `ref`; the last `;` may be missing.
pub(super) fn statics(input: ParseStream<'_>, kind: VarKind) -> Result<Vec<MacroStatic>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        syn::Attribute::parse_outer(input)?;
        let vis = input.parse()?;
        input.parse::<Token![static]>()?;
        input.parse::<Option<Token![ref]>>()?;
        let ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<Token![=]>()?;
        let value = input.parse()?;
        input.parse::<Option<Token![;]>>()?;
        out.push(MacroStatic { vis, ident, ty, value, kind });
    }
    Ok(out)
}

/// What the branches of a `cfg_if!` can hold.
pub(super) trait Content: Sized {
    /// The content of one branch.
    fn parse_content(input: ParseStream<'_>) -> Result<Vec<Self>>;
}

impl Content for syn::Item {
    fn parse_content(input: ParseStream<'_>) -> Result<Vec<syn::Item>> {
        many(input)
    }
}

impl Content for Stmt {
    fn parse_content(input: ParseStream<'_>) -> Result<Vec<Stmt>> {
        syn::Block::parse_within(input)
    }
}

/// `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }`.
pub(super) fn cfg_if<T: Content>(input: ParseStream<'_>) -> Result<Vec<CfgBranch<T>>> {
    let mut branches = Vec::new();
    loop {
        let conditional = input.peek(Token![if]);
        if conditional {
            input.parse::<Token![if]>()?;
            syn::Attribute::parse_outer(input)?;
        }
        let content;
        syn::braced!(content in input);
        branches.push(CfgBranch { conditional, content: T::parse_content(&content)? });
        if input.is_empty() {
            return Ok(branches);
        }
        input.parse::<Token![else]>()?;
    }
}
