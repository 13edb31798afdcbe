//! A package that a Go file imports from then on, where gofmt would put it.

use super::{line_break, line_start, point};
use crate::diagnostic::Edit;
use crate::facts::Name;
use crate::source::{FileId, Location, Span, has_host};
use serde::{Deserialize, Serialize};

/// What a file of Go imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imports {
    /// The file.
    pub file: FileId,
    /// In the order of the file: where each stands, without the keyword, and its path.
    pub specs: Vec<(Span, Name)>,
    /// The path of the module: what is below it is no standard package, dot or not.
    pub module: Name,
}

/// An import with its line.
struct Spec<'t> {
    start: usize,
    /// The byte after its line.
    after: usize,
    path: Name,
    /// The line without its indent and end.
    line: &'t str,
    text: &'t str,
}

/// How `package`, a standard one that is not imported yet, comes in: sorted into the first lines of a block that are
/// standard packages alone, else as lines of their own on top of the block; a lone import becomes a block. `None`
/// where there is none, and where comments or C are about.
pub(super) fn import(text: &str, imports: &Imports, package: &str) -> Option<Edit> {
    let specs: Vec<Spec<'_>> = imports.specs.iter().map(|spec| located(text, *spec)).collect::<Option<_>>()?;
    let at = Location { file: imports.file, span: Span::new(0, 0) };
    let end = line_break(text, specs.first()?.start)?;
    let is_standard = |spec: &Spec<'_>| is_standard(&spec.path, &imports.module);
    if let [alone] = &specs[..]
        && alone.line.strip_prefix("import").is_some_and(|rest| rest.trim() == alone.text)
    {
        let old = format!("\t{}{end}", alone.text);
        let new = format!("\t\"{package}\"{end}");
        let lines = match is_standard(alone) {
            true if alone.path.as_str() < package => format!("{old}{new}"),
            true => format!("{new}{old}"),
            false => format!("{new}{end}{old}"),
        };
        let is_c = alone.path.as_str() == "C";
        let location = Location { span: Span::new(alone.start, alone.after), ..at };
        return (!is_c).then(|| Edit { location, text: format!("import ({end}{lines}){end}") });
    }
    let group =
        specs.chunk_by(|one, next| one.after == next.start).find(|group| group.iter().all(|spec| is_standard(spec) && stands_alone(spec)));
    let line = format!("\t\"{package}\"{end}");
    if let Some(group) = group {
        let place = group.iter().find(|spec| spec.path.as_str() > package).map_or(group.last()?.after, |spec| spec.start);
        let sorted = group.is_sorted_by(|one, next| one.path.as_str() <= next.path.as_str());
        return sorted.then(|| Edit { location: point(at, place), text: line });
    }
    let first = specs.first()?;
    let opens = text[..first.start].lines().next_back()? == "import (";
    let fits = opens && stands_alone(first) && specs.iter().all(|spec| spec.path.as_str() != "C" && !is_standard(spec));
    fits.then(|| Edit { location: point(at, first.start), text: format!("{line}{end}") })
}

fn located<'t>(text: &'t str, (span, path): (Span, Name)) -> Option<Spec<'t>> {
    let start = line_start(text, span.start as usize);
    let after = span.end as usize + text.get(span.end as usize..)?.find('\n')? + 1;
    Some(Spec { start, after, path, line: text.get(start..after)?.trim(), text: text.get(span.start as usize..span.end as usize)? })
}

/// Whether it is a line of a block, with no comment.
fn stands_alone(spec: &Spec<'_>) -> bool {
    spec.line == spec.text
}

/// Whether the path is of the standard library: there it starts with no host.
fn is_standard(path: &str, module: &str) -> bool {
    let is_own = path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    path != "C" && !is_own && !has_host(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `maps` imported; `None` where it stays.
    fn check(text: &str, expected: Option<&str>) {
        let mut specs = Vec::new();
        let end = text.find("\nvar").unwrap_or(text.len());
        for (open, close) in text[..end].match_indices('"').collect::<Vec<_>>().chunks(2).map(|pair| (pair[0].0, pair[1].0)) {
            specs.push((Span::new(open, close + 1), Name::from(&text[open + 1..close])));
        }
        let imports = Imports { file: FileId(0), specs, module: Name::from("mine") };
        let changed = import(text, &imports, "maps").map(|Edit { location, text: new }| {
            format!("{}{new}{}", &text[..location.span.start as usize], &text[location.span.end as usize..])
        });
        assert_eq!(changed.as_deref(), expected);
    }

    #[test]
    fn it_is_sorted_into_the_standard_packages() {
        let before = "package a\n\nimport (\n\t\"fmt\"\n\t\"sync\"\n\n\t\"a.b/c\"\n)\n";
        check(before, Some("package a\n\nimport (\n\t\"fmt\"\n\t\"maps\"\n\t\"sync\"\n\n\t\"a.b/c\"\n)\n"));
        check("import (\n\t\"fmt\"\n)\n", Some("import (\n\t\"fmt\"\n\t\"maps\"\n)\n"));
        check("import (\r\n\t\"sync\"\r\n)\r\n", Some("import (\r\n\t\"maps\"\r\n\t\"sync\"\r\n)\r\n"));
        check("import (\n\t\"a.b/c\"\n\n\t\"sync\"\n)\n", Some("import (\n\t\"a.b/c\"\n\n\t\"maps\"\n\t\"sync\"\n)\n"));
        check("import \"C\"\n\nimport (\n\t\"sync\"\n)\n", Some("import \"C\"\n\nimport (\n\t\"maps\"\n\t\"sync\"\n)\n"));
    }

    #[test]
    fn it_stands_on_top_of_what_is_not_standard() {
        check("import (\n\t\"a.b/c\"\n)\n", Some("import (\n\t\"maps\"\n\n\t\"a.b/c\"\n)\n"));
        check("import (\n\t\"mine/c\"\n)\n", Some("import (\n\t\"maps\"\n\n\t\"mine/c\"\n)\n"));
    }

    #[test]
    fn a_lone_import_becomes_a_block() {
        check("import \"sync\"\n", Some("import (\n\t\"maps\"\n\t\"sync\"\n)\n"));
        check("import \"fmt\"\n", Some("import (\n\t\"fmt\"\n\t\"maps\"\n)\n"));
        check("import \"a.b/c\"\n", Some("import (\n\t\"maps\"\n\n\t\"a.b/c\"\n)\n"));
    }

    #[test]
    fn where_it_is_not_certain_the_text_stays() {
        check("package a\n", None);
        check("import \"C\"\n", None);
        check("import \"sync\" // why\n", None);
        check("import (\n\t\"sync\" // why\n)\n", None);
        check("import (\n\t\"sync\"\n\t\"fmt\"\n)\n", None);
        check("import (\n\t\"sync\"\n\t\"a.b/c\"\n)\n", None);
        check("import (\"sync\"; \"fmt\")\n", None);
        check("import \"sync\"\nimport \"fmt\"\n", None);
        check("import (\n\t\"a.b/c\"\n\t\"C\"\n)\n", None);
    }
}
