//! A file of a tree that is edited while a program is measured.

use maplint::source::{self, Language, SourceFile};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is done to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// A comment above all of it.
    Comment,
    /// A statement more in a function.
    Statement,
}

impl Edit {
    /// All, in the order in which they are made.
    pub(crate) const ALL: [Edit; 2] = [Edit::Comment, Edit::Statement];

    /// As shown.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Edit::Comment => "a comment more",
            Edit::Statement => "a statement more",
        }
    }
}

/// A file that may be edited, and restored.
#[derive(Debug)]
pub(crate) struct Edited {
    path: PathBuf,
    before: String,
    /// Where a function's body begins, in bytes.
    body: usize,
    /// What does nothing there.
    statement: &'static str,
}

impl Edited {
    /// The middle one of the files that are no tests and have a function. Fails where the tree has none.
    pub(crate) fn of(tree: &Path) -> io::Result<Edited> {
        let project = source::discover(&[], tree, &source::Options::default());
        let files: Vec<&SourceFile> = project.files.iter().filter(|file| !file.test && file.path.starts_with(tree)).collect();
        let from_the_middle = files[files.len() / 2..].iter().chain(&files[..files.len() / 2]);
        let none = || io::Error::new(io::ErrorKind::NotFound, format!("{}: no file has a function", tree.display()));
        from_the_middle.filter_map(|file| Edited::file(file)).next().ok_or_else(none)
    }

    fn file(file: &SourceFile) -> Option<Edited> {
        let before = fs::read_to_string(&file.path).ok()?;
        let (keyword, statement) = match file.language {
            Language::Go => ("func ", "\n\t_ = len(\"\")"),
            Language::Rust => ("fn ", "\n    let _ = 0;"),
        };
        let opens = |line: &str| line.trim_start_matches("pub ").starts_with(keyword) && line.trim_end().ends_with('{');
        let mut ends = before.split_inclusive('\n').scan(0, |end, line| {
            *end += line.len();
            Some((*end - 1, line))
        });
        let body = ends.find(|(_, line)| opens(line) && line.ends_with('\n'))?.0;
        Some(Edited { path: file.path.clone(), before, body, statement })
    }

    /// Does this to the file as it was.
    pub(crate) fn make(&self, edit: Edit) -> io::Result<()> {
        let text = match edit {
            Edit::Comment => format!("// A comment more.\n{}", self.before),
            Edit::Statement => format!("{}{}{}", &self.before[..self.body], self.statement, &self.before[self.body..]),
        };
        fs::write(&self.path, text)
    }

    /// The file is as it was.
    pub(crate) fn restore(&self) -> io::Result<()> {
        fs::write(&self.path, &self.before)
    }
}
