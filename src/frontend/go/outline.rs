//! A file of a package outside the project: what it declares, of which most is never asked for, and is not read then.

use super::heads::{Declares, Head, heads};
use super::lower::{self, File};
use crate::facts::{FileFacts, Name};
use crate::frontend::interned;
use crate::source::Span;

/// The declarations of a file, but for variables and constants.
pub struct Outline {
    /// The heads of declarations that can be read, one after another.
    text: String,
    declarations: Vec<Declaration>,
    /// What has been read.
    file: File,
    /// Beside the types that have been read, and beside the functions: where they stand.
    types: Vec<Place>,
    functions: Vec<Place>,
}

/// Something that a name stands for.
pub struct Declaration {
    /// The name of a type or function; of a method its type's.
    pub name: Name,
    /// It is a method.
    pub is_method: bool,
    source: Origin,
}

/// Where a declaration is.
enum Origin {
    /// Not read: from this byte of the text to that.
    Text { from: usize, to: usize, place: usize },
    /// Read: the type of this index.
    Read(usize),
}

/// Where in the file something stands, in bytes, and whether it was asked for.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    is_asked: bool,
}

/// What a name of a file stands for: indices into its types and functions.
pub struct Found {
    /// Types.
    pub types: Vec<usize>,
    /// Functions, and the methods of types.
    pub functions: Vec<usize>,
}

impl Outline {
    /// The outline of a text: its imports, its types, and the functions and methods whose names are wanted.
    pub(super) fn new(text: &str, is_wanted: impl Fn(&str) -> bool) -> Outline {
        let mut outline =
            Outline { text: String::new(), declarations: Vec::new(), file: File::default(), types: Vec::new(), functions: Vec::new() };
        let mut several = Parts::default();
        for Head { declares, range } in heads(text, is_wanted) {
            let (name, is_method) = match declares {
                Declares::Several => {
                    several.add(&text[range.clone()], range.start);
                    continue;
                }
                Declares::Type(name) | Declares::Function(name) => (name, false),
                Declares::MethodOf(owner) => (owner, true),
            };
            let from = outline.text.len();
            outline.text.push_str(&text[range.clone()]);
            let source = Origin::Text { from, to: outline.text.len(), place: range.start };
            outline.declarations.push(Declaration { name: interned::name(name), is_method, source });
        }
        outline.text.shrink_to_fit();
        let read = outline.lower(&several, false);
        for index in read.types {
            let name = outline.file.facts.types[index].name;
            outline.declarations.push(Declaration { name, is_method: false, source: Origin::Read(index) });
        }
        outline
    }

    /// All that can be asked for.
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// The file's imports, and what has been read.
    pub fn facts(&self) -> &FileFacts {
        &self.file.facts
    }

    /// Reads declarations, by their indices in [`Outline::declarations`], in order, each asked for once.
    pub fn read(&mut self, declarations: &[usize]) -> Found {
        let mut parts = Parts::default();
        let mut known = Vec::new();
        for index in declarations {
            match self.declarations[*index].source {
                Origin::Text { from, to, place } => parts.add(&self.text[from..to], place),
                Origin::Read(ty) => known.push(ty),
            }
        }
        known.iter().for_each(|ty| self.types[*ty].is_asked = true);
        let mut found = self.lower(&parts, true);
        found.types.extend(known);
        found
    }

    /// What was asked for, as it stands in the file; `None`: nothing was. Spans are of no use.
    pub fn finish(self) -> Option<FileFacts> {
        if !self.types.iter().chain(&self.functions).any(|place| place.is_asked) {
            return None;
        }
        let mut facts = self.file.facts;
        facts.types = in_place(std::mem::take(&mut facts.types), &self.types);
        facts.functions = in_place(std::mem::take(&mut facts.functions), &self.functions);
        facts.type_exprs.shrink_to_fit();
        Some(facts)
    }

    fn lower(&mut self, parts: &Parts, is_asked: bool) -> Found {
        let (types, functions) = (self.types.len(), self.functions.len());
        if lower::add_plain(&mut self.file, &parts.text) {
            self.note_places(|at| parts.place(at), is_asked);
        } else {
            for (part, place) in parts.each() {
                lower::add_any(&mut self.file, part);
                self.note_places(|at| place + at, is_asked);
            }
        }
        Found { types: (types..self.types.len()).collect(), functions: (functions..self.functions.len()).collect() }
    }

    /// Of what has been read since the last time; `place`: where in the file the byte stands.
    fn note_places(&mut self, place: impl Fn(usize) -> usize, is_asked: bool) {
        let place = |span: Span| Place { at: place(span.start as usize), is_asked };
        let FileFacts { types, functions, .. } = &self.file.facts;
        self.types.extend(types[self.types.len()..].iter().map(|ty| place(ty.span)));
        self.functions.extend(functions[self.functions.len()..].iter().map(|function| place(function.span)));
    }
}

/// Parts of a file's text, one after another, each with its line's end.
#[derive(Default)]
struct Parts {
    text: String,
    /// Where each starts here, and in the file.
    starts: Vec<(usize, usize)>,
}

impl Parts {
    fn add(&mut self, part: &str, place: usize) {
        self.starts.push((self.text.len(), place));
        self.text.push_str(part);
        self.text.push('\n');
    }

    /// Where in the file the byte stands that stands here at `at`.
    fn place(&self, at: usize) -> usize {
        let index = self.starts.partition_point(|(start, _)| *start <= at);
        self.starts[..index].last().map_or(at, |(start, place)| place + at - start)
    }

    /// Each, and where in the file it starts.
    fn each(&self) -> impl Iterator<Item = (&str, usize)> {
        let ends = self.starts.iter().skip(1).map(|(start, _)| *start).chain([self.text.len()]);
        self.starts.iter().zip(ends).map(|((start, place), end)| (&self.text[*start..end], *place))
    }
}

/// Those that were asked for, in the order of their places.
fn in_place<T>(all: Vec<T>, places: &[Place]) -> Vec<T> {
    let mut asked: Vec<(usize, T)> =
        all.into_iter().zip(places).filter(|(_, place)| place.is_asked).map(|(one, place)| (place.at, one)).collect();
    asked.sort_by_key(|(at, _)| *at);
    asked.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "package p\n\nimport \"x\"\n\ntype B struct{ a *A }\n\ntype (\n\tC []B\n\tD x.E\n)\n\nfunc (a A) Get() *B {\n\treturn nil\n}\n\n\
        type A map[string]int\n\nfunc New() A { return nil }\n\nfunc other() {}\n";

    fn outline() -> Outline {
        Outline::new(TEXT, |name| name != "other")
    }

    /// Reads all that has these names.
    fn read(outline: &mut Outline, names: &[&str]) -> Found {
        let named = outline.declarations().iter().enumerate().filter(|(_, declaration)| names.contains(&declaration.name.as_str()));
        let named: Vec<usize> = named.map(|(index, _)| index).collect();
        outline.read(&named)
    }

    fn names(facts: &FileFacts) -> (Vec<&str>, Vec<&str>) {
        (facts.types.iter().map(|ty| ty.name.as_str()).collect(), facts.functions.iter().map(|function| function.name.as_str()).collect())
    }

    #[test]
    fn all_is_declared_and_imports_alone_are_read() {
        let outline = outline();
        let shown: Vec<(&str, bool)> =
            outline.declarations().iter().map(|declaration| (declaration.name.as_str(), declaration.is_method)).collect();
        assert_eq!(shown, [("B", false), ("A", true), ("A", false), ("New", false), ("C", false), ("D", false)]);
        assert_eq!(outline.facts().package.as_str(), "p");
        assert_eq!(outline.facts().import_paths().map(|path| path.to_string()).collect::<Vec<_>>(), ["x"]);
        assert_eq!(outline.finish(), None);
    }

    #[test]
    fn what_is_asked_for_stands_as_in_the_file() {
        let mut outline = outline();
        let found = read(&mut outline, &["New", "C"]);
        assert_eq!((found.types.len(), found.functions.len()), (1, 1));
        assert_eq!(outline.facts().types[found.types[0]].name.as_str(), "C");
        let found = read(&mut outline, &["A", "B"]);
        assert_eq!((found.types.len(), found.functions.len()), (2, 1));
        let facts = outline.finish().expect("some were asked for");
        assert_eq!(names(&facts), (vec!["B", "C", "A"], vec!["Get", "New"]));
    }

    #[test]
    fn what_is_broken_spoils_nothing_else() {
        let mut outline = Outline::new("package p\ntype A struct { a [\ntype B struct { b int }\n", |_| true);
        read(&mut outline, &["A", "B"]);
        assert!(outline.finish().is_some_and(|facts| facts.types.iter().any(|ty| ty.name.as_str() == "B")));
    }
}
