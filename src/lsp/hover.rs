//! What is known of a map, where the pointer is on it: its guard, who writes and reads it, the promise it carries.

use super::convert::Encoding;
use super::run::View;
use crate::diagnostic::inventory::{Entry, Use};
use crate::source::{FileId, Span};
use lsp_types::{Hover, MarkupContent, MarkupKind, Position};

/// How many functions are named of those that write, and of those that read.
const MOST_FUNCTIONS: usize = 8;

/// What there is to say at a place in the text that the view knows.
pub(super) fn hover(view: &View, file: FileId, position: Position, encoding: Encoding) -> Option<Hover> {
    let text = view.judged.sources.text(file);
    let offset = encoding.offset(text, position);
    let holds = |span: Span| (span.start as usize..=span.end as usize).contains(&offset);
    // Of a map in a map, both are used at one place: the narrower one is meant.
    let places = view.inventory.iter().flat_map(|entry| {
        let declaration = entry.map.declaration.into_iter();
        declaration.chain(entry.uses.iter().map(|one| one.location)).map(move |at| (at, entry))
    });
    let here = places.filter(|(at, _)| at.file == file && holds(at.span));
    let (at, entry) = here.min_by_key(|(at, entry)| (at.span.end - at.span.start, entry.map.declaration))?;
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: markdown(entry, view) };
    Some(Hover { contents: contents.into(), range: Some(encoding.range(text, at.span)) })
}

fn markdown(entry: &Entry, view: &View) -> String {
    let map = &entry.map;
    let mut text = format!("**map** {}", code(&map.qualified()));
    if !map.ty.is_empty() {
        text.push_str(&format!(": {}", code(&map.ty)));
    }
    let mut line = |what: &str, words: String| text.push_str(&format!("\n\n{what}: {words}"));
    match &entry.guard {
        Some(guard) if guard.held == guard.uses => line("guard", format!("{}, at all of its uses", code(&guard.name))),
        Some(guard) => line("guard", format!("{}, at {} of {} uses", code(&guard.name), guard.held, guard.uses)),
        None => line("guard", "none in sight".to_owned()),
    }
    let (writes, reads): (Vec<&Use>, Vec<&Use>) = entry.uses.iter().partition(|one| one.op.writes());
    line("written in", functions(&writes));
    line("read in", functions(&reads));
    if !entry.threads.is_empty() {
        line("reached from", entry.threads.iter().map(|thread| thread.to_string()).collect::<Vec<_>>().join("; "));
    }
    match &entry.promise {
        Some(promise) => line("promise", format!("{}, {}", code(&promise.text), promise.standing.name())),
        None => {
            let proposal =
                view.proposals.iter().find(|proposal| proposal.map.declaration == map.declaration && proposal.map.name == map.name);
            let could = proposal.map(|proposal| format!("none; {} could stand here: {}", code(&proposal.text), proposal.evidence));
            line("promise", could.unwrap_or_else(|| "none".to_owned()));
        }
    }
    text
}

/// The functions of the uses, each once, in the order of the source.
fn functions(uses: &[&Use]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for one in uses {
        let name = if one.function.is_empty() { "declarations" } else { one.function.as_str() };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return "no function in sight".to_owned();
    }
    let more = names.len().saturating_sub(MOST_FUNCTIONS);
    let mut shown = names.iter().take(MOST_FUNCTIONS).map(|name| code(name)).collect::<Vec<_>>().join(", ");
    if more > 0 {
        shown.push_str(&format!(" and {more} more"));
    }
    shown
}

/// Text of the source in Markdown: as long a fence as it needs.
fn code(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let longest = line.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest > 0 { format!("{fence} {line} {fence}") } else { format!("{fence}{line}{fence}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_backticks() {
        assert_eq!([code("a.b"), code("struct{ a `x` }"), code("a\n\tb")], ["`a.b`", "`` struct{ a `x` } ``", "`a b`"]);
    }
}
