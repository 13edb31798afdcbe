//! Patterns over paths, written as in `.gitignore` and with the same meaning.

use super::file::Texts;
use super::read::Fault;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Component, Path, PathBuf};

/// Patterns that are relative to a folder.
#[derive(Clone, Debug)]
pub(super) struct Patterns {
    base: PathBuf,
    matcher: Gitignore,
}

impl Patterns {
    /// Reads patterns, which are relative to `base`; those that can match nothing are faults.
    pub(super) fn new(base: &Path, texts: &Texts, faults: &mut Vec<Fault>) -> Patterns {
        let mut builder = GitignoreBuilder::new("");
        for text in texts {
            let pattern = text.get_ref();
            let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
            let refused = if pattern.trim().is_empty() {
                Some("a pattern cannot be empty".to_owned())
            } else if pattern.starts_with('#') {
                Some("a pattern that starts with `#` is a comment: write `\\\\#`".to_owned())
            } else if pattern.split('/').any(|part| part == "..") {
                Some("a pattern is relative to the folder of its config, and does not leave it".to_owned())
            } else {
                builder.add_line(None, pattern).err().map(|error| format!("not a pattern: {error}"))
            };
            faults.extend(refused.map(|message| Fault { at: text.span().start, message }));
        }
        let matcher = builder.build().unwrap_or_else(|error| {
            faults.push(Fault { at: texts.first().map_or(0, |text| text.span().start), message: format!("not patterns: {error}") });
            Gitignore::empty()
        });
        Patterns { base: base.to_owned(), matcher }
    }

    /// Whether a file is named, by itself or by a folder that it is in. Of a file outside the base all
    /// of its absolute path is looked at.
    pub(super) fn matches(&self, file: &Path) -> bool {
        let relative = file.strip_prefix(&self.base).unwrap_or(file);
        let names: PathBuf = relative.components().filter(|part| matches!(part, Component::Normal(_))).collect();
        self.matcher.matched_path_or_any_parents(names, false).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::Spanned;

    fn patterns(texts: &[&str]) -> (Patterns, Vec<String>) {
        let texts = texts.iter().map(|text| Spanned::new(0..0, (*text).to_owned())).collect();
        let mut faults = Vec::new();
        let patterns = Patterns::new(Path::new("/repo"), &texts, &mut faults);
        (patterns, faults.into_iter().map(|fault| fault.message).collect())
    }

    #[track_caller]
    fn check(texts: &[&str], yes: &[&str], no: &[&str]) {
        let (patterns, faults) = patterns(texts);
        assert!(faults.is_empty(), "{faults:?}");
        for file in yes {
            assert!(patterns.matches(Path::new(file)), "{texts:?} names {file}");
        }
        for file in no {
            assert!(!patterns.matches(Path::new(file)), "{texts:?} does not name {file}");
        }
    }

    #[test]
    fn they_mean_what_they_mean_in_gitignore() {
        check(&["*_test.go"], &["/repo/a_test.go", "/repo/x/y/a_test.go", "/elsewhere/a_test.go"], &["/repo/a.go"]);
        check(&["gen/"], &["/repo/gen/a.go", "/repo/x/gen/y/a.go"], &["/repo/gen.go", "/repo/gen"]);
        check(&["/gen/"], &["/repo/gen/a.go"], &["/repo/x/gen/a.go"]);
        check(&["./a/*.go"], &["/repo/a/x.go"], &["/repo/a/b/x.go", "/repo/b/a/x.go"]);
        check(&["a/**/x.go"], &["/repo/a/x.go", "/repo/a/b/c/x.go"], &["/repo/x.go"]);
        check(&["*.go", "!main.go"], &["/repo/a.go"], &["/repo/main.go", "/repo/x/main.go"]);
        check(&[], &[], &["/repo/a.go"]);
    }

    #[test]
    fn those_that_name_nothing_are_faults() {
        for (text, expected) in
            [("", "cannot be empty"), ("# x", "is a comment"), ("../x", "does not leave it"), ("a{b", "not a pattern: ")]
        {
            let (_, faults) = patterns(&[text]);
            assert!(faults.len() == 1 && faults[0].contains(expected), "{text}: {faults:?}");
        }
    }
}
