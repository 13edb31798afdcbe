//! Texts written another way.

use maplint::facts::{FileFacts, Function, FunctionKind, Node};
use maplint::frontend::{go, rust};
use maplint::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The facts of a Go or Rust file.
pub(super) fn lower(path: &Path, text: &str) -> FileFacts {
    if is_rust(path) { rust::lower(text, 2024) } else { go::lower(text, &path.to_string_lossy()) }
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// The text with each span replaced; of spans in one another, the first counts.
pub(super) fn with(text: &str, edits: BTreeSet<(Span, String)>) -> String {
    let (mut changed, mut at) = (String::new(), 0);
    for (span, new) in edits {
        if (span.start as usize) < at {
            continue;
        }
        changed.push_str(&text[at..span.start as usize]);
        changed.push_str(&new);
        at = span.end as usize;
    }
    changed + &text[at..]
}

/// The text with its functions in reverse order, comments left where they are.
pub(super) fn reversed(path: &Path, text: &str) -> String {
    let lists = if is_rust(path) { FunctionLists::of(text) } else { vec![functions_of_go(path, text)] };
    let other = |span: &Span| text[span.start as usize..span.end as usize].to_owned();
    let edits = lists.iter().flat_map(|spans| spans.iter().zip(spans.iter().rev()).map(|(here, there)| (*here, other(there))));
    with(text, edits.collect())
}

fn functions_of_go(path: &Path, text: &str) -> Vec<Span> {
    let facts = lower(path, text);
    let functions = facts.functions.iter().filter(|function| function.kind != FunctionKind::Initialiser);
    let mut spans: Vec<Span> = functions.map(|function| function.span).collect();
    spans.sort();
    spans
}

/// The functions of each module, `impl` and trait, in order.
#[derive(Default)]
struct FunctionLists(Vec<Vec<Span>>);

impl FunctionLists {
    fn of(text: &str) -> Vec<Vec<Span>> {
        let mut found = FunctionLists::default();
        found.visit_file(&syn::parse_file(text).expect("the case parses"));
        found.0
    }

    fn add<T: Spanned>(&mut self, items: &[T], is_function: impl Fn(&T) -> bool) {
        let span = |item: &T| item.span().byte_range();
        self.0.push(items.iter().filter(|item| is_function(item)).map(span).map(|range| Span::new(range.start, range.end)).collect());
    }
}

impl<'a> Visit<'a> for FunctionLists {
    fn visit_file(&mut self, file: &'a syn::File) {
        self.add(&file.items, |item| matches!(item, syn::Item::Fn(_)));
        visit::visit_file(self, file);
    }

    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        let items = module.content.as_ref().map_or(&[][..], |(_, items)| items);
        self.add(items, |item| matches!(item, syn::Item::Fn(_)));
        visit::visit_item_mod(self, module);
    }

    fn visit_item_impl(&mut self, block: &'a syn::ItemImpl) {
        self.add(&block.items, |item| matches!(item, syn::ImplItem::Fn(_)));
        visit::visit_item_impl(self, block);
    }

    fn visit_item_trait(&mut self, block: &'a syn::ItemTrait) {
        self.add(&block.items, |item| matches!(item, syn::TraitItem::Fn(_)));
        visit::visit_item_trait(self, block);
    }
}

/// The first of the letters that stand for `a` to `z` in new names, which are as long as the old ones: what is shown may be cut.
const CYRILLIC: u32 = 0x430;

/// The text with another name for each local that starts with a small letter.
pub(super) fn renamed(path: &Path, text: &str) -> String {
    let other = |name: &str| {
        let letter = name.chars().next().filter(char::is_ascii_lowercase)?;
        Some(format!("{}{}", char::from_u32(CYRILLIC + (u32::from(letter) - u32::from('a')))?, &name[1..]))
    };
    let facts = lower(path, text);
    let mut edits = BTreeSet::new();
    for function in &facts.functions {
        for (name, spans) in mentions(text, function) {
            // A name that stands for something else too: a field (`Point { x }`), a word in a text or a macro.
            let is_free = is_rust(path) && words(text, function.span, name).any(|word| !spans.contains(&word));
            let name = other(name).filter(|_| !is_free);
            edits.extend(name.into_iter().flat_map(|name| spans.iter().map(move |span| (*span, name.clone()))));
        }
    }
    with(text, edits)
}

/// What is told of such a text, with the old names.
pub(super) fn with_old_names(told: &str) -> String {
    let old = |letter: char| u32::from(letter).checked_sub(CYRILLIC).filter(|at| *at < 26);
    let old = |letter: char| old(letter).and_then(|at| char::from_u32(u32::from('a') + at)).unwrap_or(letter);
    told.chars().map(old).collect()
}

/// The locals of a function that have a name, and where they are named.
fn mentions<'f>(text: &str, function: &'f Function) -> BTreeMap<&'f str, BTreeSet<Span>> {
    let body = &function.body;
    let declared = body.locals.iter().map(|local| (local.name.as_str(), local.span));
    let used = body.nodes.iter().zip(&body.spans).filter_map(|(node, span)| match node {
        Node::Local(local) => Some((body.local(*local).name.as_str(), *span)),
        _ => None,
    });
    let mut found: BTreeMap<&str, BTreeSet<Span>> = BTreeMap::new();
    for (name, span) in declared.chain(used) {
        if !["_", "self"].contains(&name) && text.get(span.start as usize..span.end as usize) == Some(name) {
            found.entry(name).or_default().insert(span);
        }
    }
    found
}

/// Where the word stands in a part of a text, comments aside, and not as the field of something.
fn words<'t>(text: &'t str, part: Span, word: &'t str) -> impl Iterator<Item = Span> + 't {
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    let (start, end) = (part.start as usize, part.end as usize);
    let all = text[start..end].match_indices(word).map(move |(at, _)| (start + at, start + at + word.len()));
    let stands = move |(from, to): &(usize, usize)| {
        let (before, after) = (&text[..*from], &text[*to..]);
        let is_whole = !before.ends_with(is_part) && !after.starts_with(is_part);
        let in_comment = before.rsplit('\n').next().is_some_and(|line| line.contains("//"));
        let is_field = before.ends_with('.') && !before.ends_with("..");
        is_whole && !in_comment && !is_field
    };
    all.filter(stands).map(|(from, to)| Span::new(from, to))
}

/// The text as nobody's formatter leaves it: no line is indented, and blanks stand where they may.
pub(super) fn loose(_: &Path, text: &str) -> String {
    by_line(text, |line| line.replace(' ', "   ").replace('(', "( ").replace(')', " )") + "\n")
}

/// The text with as many lines as it may have: in Rust each blank ends one, in Go what no statement ends with.
pub(super) fn broken(path: &Path, text: &str) -> String {
    match is_rust(path) {
        true => by_line(text, |line| line.replace(' ', "\n") + "\n"),
        false => by_line(text, |line| line.replace('(', "(\n").replace(", ", ",\n").replace(" = ", " =\n") + "\n"),
    }
}

/// The text with as few lines as it may have. In Go the end of a line ends a statement.
pub(super) fn joined(path: &Path, text: &str) -> String {
    match is_rust(path) {
        true => by_line(text, |line| line.to_owned() + " "),
        false => by_line(text, |line| line.to_owned() + if line.ends_with(['{', '(', ',']) { " " } else { "\n" }),
    }
}

/// The text with each line written anew, what it is indented by left out; lines with texts, characters, attributes and comments
/// stay. So does a text with strings of several lines.
fn by_line(text: &str, write: impl Fn(&str) -> String) -> String {
    let has_open_string = |line: &str| line.matches('"').count() % 2 == 1;
    if text.contains('`') || text.lines().any(has_open_string) {
        return text.to_owned();
    }
    let mut changed = String::new();
    for line in text.lines().map(str::trim_start) {
        if !line.contains(['"', '\'', '#']) && !line.contains("//") {
            changed.push_str(&write(line));
            continue;
        }
        if !changed.is_empty() && !changed.ends_with('\n') {
            changed.push('\n');
        }
        changed.push_str(line);
        changed.push('\n');
    }
    changed
}
