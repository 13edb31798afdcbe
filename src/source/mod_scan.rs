//! The `mod` declarations of a Rust file, from its tokens alone.
//!
//! A module tree has to be known before its files are lowered, and a syntax tree of each file would
//! be a second parse. The compiler's own lexer keeps strings, comments and lifetimes apart; what is
//! left is to follow braces, attributes and `mod`. All `cfg` variants are read, and declarations
//! inside macro calls (`cfg_if!`) are seen like any other.

use memchr::memmem::find_iter;
use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, strip_shebang, tokenize};
use std::iter::Peekable;

/// What a file says of the module tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// `#![cfg(test)]` at the top.
    pub test: bool,
    /// The modules in other files.
    pub modules: Vec<ModuleDecl>,
}

/// One `mod name;`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ModuleDecl {
    /// The name, without `r#`.
    pub name: String,
    /// The inline modules around it, outermost first.
    pub inline: Vec<InlineModule>,
    /// From `#[path]` and `#[cfg_attr(…, path)]`.
    pub paths: Vec<String>,
    /// There is a `#[path]` under no condition: the default places do not count.
    pub path_is_certain: bool,
    /// Only in builds with `cfg(test)`.
    pub test: bool,
}

/// One `mod name { … }`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct InlineModule {
    /// The name, without `r#`.
    pub name: String,
    /// Its `#[path]`.
    pub path: Option<String>,
}

/// Finds the declarations in `text`. Linear, and with no recursion over it.
pub(super) fn scan(text: &str) -> Scan {
    // Most files have no child files; a search is much faster than the lexer.
    if !may_declare_modules(text) && !may_be_conditional(text) {
        return Scan::default();
    }
    let text = &text[strip_shebang(text).unwrap_or_default()..];
    let mut scan = Scan::default();
    let mut tokens = significant_tokens(text).peekable();
    let mut frames: Vec<Frame> = Vec::new();
    let mut pending = Attributes::default();
    while let Some(token) = tokens.next() {
        match token.kind {
            TokenKind::Pound => {
                let inner = tokens.next_if(|token| token.kind == TokenKind::Bang).is_some();
                if tokens.next_if(|token| token.kind == TokenKind::OpenBracket).is_none() {
                    continue;
                }
                let attribute = attribute(&mut tokens);
                if !inner {
                    pending.read(&attribute);
                } else if let Some(frame) = frames.last_mut() {
                    frame.test |= implies_test(&attribute);
                } else {
                    scan.test |= implies_test(&attribute);
                }
            }
            TokenKind::Ident if token.text == "mod" => {
                let Some(name) = tokens.next_if(|token| matches!(token.kind, TokenKind::Ident | TokenKind::RawIdent)) else { continue };
                // No file has a longer name.
                let name: String = name.text.trim_start_matches("r#").chars().take(MAX_NAME).collect();
                let test = pending.test || frames.last().is_some_and(|frame| frame.test);
                if tokens.next_if(|token| token.kind == TokenKind::OpenBrace).is_some() {
                    let path = pending.paths.pop();
                    frames.push(Frame { module: Some(InlineModule { name, path }), test });
                    pending = Attributes::default();
                } else if tokens.next_if(|token| token.kind == TokenKind::Semi).is_some() {
                    let inline = frames.iter().filter_map(|frame| frame.module.clone());
                    let Attributes { paths, path_is_certain, .. } = std::mem::take(&mut pending);
                    if frames.len() <= MAX_DEPTH {
                        scan.modules.push(ModuleDecl { name, inline: inline.collect(), paths, path_is_certain, test });
                    }
                }
            }
            TokenKind::OpenBrace => {
                let test = pending.test || frames.last().is_some_and(|frame| frame.test);
                frames.push(Frame { module: None, test });
                pending = Attributes::default();
            }
            TokenKind::CloseBrace => {
                frames.pop();
                pending = Attributes::default();
            }
            TokenKind::Semi => pending = Attributes::default(),
            _ => {}
        }
    }
    scan
}

/// Declarations nested in more braces are not looked into.
const MAX_DEPTH: usize = 128;

const MAX_NAME: usize = 255;
const MAX_PATH: usize = 4096;

#[derive(Clone, Copy)]
struct Token<'a> {
    kind: TokenKind,
    text: &'a str,
}

/// An open brace: of a module, or of anything else.
struct Frame {
    module: Option<InlineModule>,
    test: bool,
}

/// The outer attributes since the last item ended.
#[derive(Default)]
struct Attributes {
    test: bool,
    paths: Vec<String>,
    path_is_certain: bool,
}

impl Attributes {
    fn read(&mut self, attribute: &[Token<'_>]) {
        match attribute {
            [name, equals, value] if name.text == "path" && equals.kind == TokenKind::Eq => {
                if let Some(path) = string_value(value) {
                    self.paths.push(path);
                    self.path_is_certain = true;
                }
            }
            [name, ..] if name.text == "cfg_attr" => {
                let values = attribute.windows(3).filter(|window| window[0].text == "path" && window[1].kind == TokenKind::Eq);
                self.paths.extend(values.filter_map(|window| string_value(&window[2])));
            }
            _ => self.test |= implies_test(attribute),
        }
    }
}

fn significant_tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut start = 0;
    tokenize(text, FrontmatterAllowed::Yes)
        .map(move |token| {
            let end = start + token.len as usize;
            let token = Token { kind: token.kind, text: &text[start..end] };
            start = end;
            token
        })
        .filter(|token| {
            !matches!(
                token.kind,
                TokenKind::Whitespace | TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } | TokenKind::Frontmatter { .. }
            )
        })
}

/// The tokens up to the bracket that closes the attribute, itself left out.
fn attribute<'a>(tokens: &mut Peekable<impl Iterator<Item = Token<'a>>>) -> Vec<Token<'a>> {
    let mut attribute = Vec::new();
    let mut depth = 0_usize;
    for token in tokens {
        match token.kind {
            TokenKind::OpenBracket => depth += 1,
            TokenKind::CloseBracket if depth == 0 => break,
            TokenKind::CloseBracket => depth -= 1,
            _ => {}
        }
        attribute.push(token);
    }
    attribute
}

/// Whether the attribute is a `cfg` that no build without `test` fulfils.
fn implies_test(attribute: &[Token<'_>]) -> bool {
    match attribute {
        [name, open, predicate @ ..] if name.text == "cfg" && open.kind == TokenKind::OpenParen => {
            predicate_implies_test(&mut predicate.iter().copied().peekable(), 0)
        }
        _ => false,
    }
}

fn predicate_implies_test<'a>(tokens: &mut Peekable<impl Iterator<Item = Token<'a>>>, depth: usize) -> bool {
    let Some(name) = tokens.next_if(|token| token.kind == TokenKind::Ident) else { return false };
    if tokens.next_if(|token| token.kind == TokenKind::OpenParen).is_none() {
        let key_only = tokens.next_if(|token| token.kind == TokenKind::Eq).is_none();
        if !key_only {
            tokens.next();
        }
        return key_only && name.text == "test";
    }
    let mut operands = Vec::new();
    while tokens.peek().is_some_and(|token| token.kind != TokenKind::CloseParen) && depth < MAX_DEPTH {
        operands.push(predicate_implies_test(tokens, depth + 1));
        if tokens.next_if(|token| token.kind == TokenKind::Comma).is_none() {
            break;
        }
    }
    tokens.next();
    match name.text {
        "all" => operands.contains(&true),
        "any" => !operands.is_empty() && !operands.contains(&false),
        _ => false,
    }
}

/// The value of a string literal; `None` where it is none, or has escapes that no path needs.
fn string_value(token: &Token<'_>) -> Option<String> {
    match token.kind {
        _ if token.text.len() > MAX_PATH => None,
        TokenKind::Literal { kind: LiteralKind::Str { terminated: true }, .. } => {
            let text = token.text.strip_prefix('"')?.strip_suffix('"')?;
            let text = text.replace("\\\\", "/").replace("\\\"", "\"");
            (!text.contains('\\')).then_some(text)
        }
        TokenKind::Literal { kind: LiteralKind::RawStr { n_hashes: Some(hashes) }, .. } => {
            let edge = 1 + usize::from(hashes);
            Some(token.text.get(1 + edge..token.text.len().checked_sub(edge)?)?.to_owned())
        }
        _ => None,
    }
}

/// Whether a lexer might find `mod name;`: true for too many texts, false for none that has one.
fn may_declare_modules(text: &str) -> bool {
    find_iter(text.as_bytes(), b"mod").any(|at| {
        let rest = &text[at + "mod".len()..];
        let start = rest.trim_start();
        // What follows a comment is left to the lexer.
        if start.starts_with('/') {
            return true;
        }
        let after = start.trim_start_matches(|character: char| character == '_' || character == '#' || character.is_alphanumeric());
        start.len() < rest.len() && after.len() < start.len() && after.trim_start().starts_with([';', '/'])
    })
}

/// The same of `#![cfg(…)]`.
fn may_be_conditional(text: &str) -> bool {
    find_iter(text.as_bytes(), b"#![").any(|at| {
        let start = text[at + "#![".len()..].trim_start();
        start.starts_with("cfg") || start.starts_with('/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a::b` for each module found, `=path` for a certain path, `~path` for a conditional one, `?`
    /// where it is for tests.
    fn check(text: &str, expected: &[&str]) {
        let shown = |module: &ModuleDecl| {
            let mut shown = String::new();
            for inline in &module.inline {
                shown += &inline.name;
                if let Some(path) = &inline.path {
                    shown += &format!("({path})");
                }
                shown += "::";
            }
            shown += &module.name;
            for path in &module.paths {
                shown += if module.path_is_certain { "=" } else { "~" };
                shown += path;
            }
            shown + if module.test { "?" } else { "" }
        };
        let found: Vec<String> = scan(text).modules.iter().map(shown).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn plain_declarations() {
        check("mod a; pub mod b;\npub(crate) mod c;\nmod r#async;", &["a", "b", "c", "async"]);
        check("mod\n/* c */ a // d\n ;", &["a"]);
        check("mod /* /* x */ */ a /* /* y */ */ ;", &["a"]);
        check("mod a { mod b; mod c { mod d; } } mod e;", &["a::b", "a::c::d", "e"]);
    }

    #[test]
    fn look_alikes() {
        check("// mod a;\n/* mod b; */\nconst S: &str = \"mod c;\"; const R: &str = r#\"mod d; \"{\"#; mod e;", &["e"]);
        check("fn f<'a>(x: &'a str) { let c = '{'; let d = b'}'; } mod g;", &["g"]);
        check("fn f() { model; mod_x; x.r#mod; } mod g;", &["g"]);
        check("macro_rules! m { ($x:ident) => { mod $x; } } mod g;", &["g"]);
    }

    #[test]
    fn inside_bodies_and_macros() {
        check("fn f() { { mod a { #[path = \"x.rs\"] mod b; } } }", &["a::b=x.rs"]);
        check("cfg_if! { if #[cfg(unix)] { mod unix; } else { mod windows; } }", &["unix", "windows"]);
        check("cfg_if! { if #[cfg(test)] { mod a; } } mod b;", &["a?", "b"]);
    }

    #[test]
    fn paths() {
        check("#[path = \"x/y.rs\"] mod a;", &["a=x/y.rs"]);
        check("#[path = r\"x.rs\"] pub mod a; mod b;", &["a=x.rs", "b"]);
        check("#[path = r#\"x.rs\"#] #[cfg(windows)] mod a;", &["a=x.rs"]);
        check("#[cfg_attr(windows, path = \"w.rs\")]\n#[cfg_attr(unix, path = \"u.rs\")] mod a;", &["a~w.rs~u.rs"]);
        check("#[path = \"d\"] mod a { mod b; }", &["a(d)::b"]);
        check("#[path = \"x.rs\"] fn f(); mod a;", &["a"]);
    }

    #[test]
    fn only_for_tests() {
        check("#[cfg(test)] mod a; mod b;", &["a?", "b"]);
        check("#[cfg(test)]\n/// Doc.\n#[allow(x)]\npub(in crate::b) mod a;", &["a?"]);
        check("#[cfg(all(test, feature = \"x\"))] mod a;", &["a?"]);
        check("#[cfg(any(test, feature = \"x\"))] mod a;", &["a"]);
        check("#[cfg(any(test, all(unix, test)))] mod a;", &["a?"]);
        check("#[cfg(not(test))] mod a;", &["a"]);
        check("#[cfg(feature = \"test\")] mod a;", &["a"]);
        check("#[cfg(test)] mod t { mod a; } mod b;", &["t::a?", "b"]);
        check("mod t { #![cfg(test)] mod a; } mod b;", &["t::a?", "b"]);
        assert!(scan("//! Doc.\n#![cfg(test)]\nfn f() {}").test);
        assert!(!scan("#![cfg(unix)]\nfn f() {}").test);
    }

    #[test]
    fn head_of_a_script() {
        check("#!/usr/bin/env run\nmod a;", &["a"]);
        check("#![allow(x)] mod a;", &["a"]);
    }

    #[test]
    fn broken_and_hostile_text() {
        check("mod a; \"never closed mod b;", &["a"]);
        check("} } mod a; #[", &["a"]);
        check("#[cfg(test mod a;", &[]);
        check(&format!("{}mod x;{} mod y;", "mod a {".repeat(100_000), "}".repeat(100_000)), &["y"]);
        check(&format!("#[cfg({}test{})] mod x;", "all(".repeat(100_000), ")".repeat(100_000)), &["x"]);
        check(&format!("#{} mod x;", "[".repeat(100_000)), &[]);
    }
}
