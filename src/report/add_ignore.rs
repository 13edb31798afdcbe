//! Suppressions for the findings that are shown, put into the source.
//!
//! One comment a line, above it, indented as it is, in the manner of its language, with all rules that are
//! found there. Nothing else of the text changes.

use super::rule_info::{UNEXPLAINED_SUPPRESSION, UNUSED_SUPPRESSION};
use super::{Finding, Report, Sources};
use crate::facts::{Directive, DirectiveKind};
use crate::source::{FileId, Language, Line};
use std::collections::{BTreeMap, BTreeSet};

/// The rules that are to be silenced in a file, by 1-based line.
pub type Lines = BTreeMap<u32, BTreeSet<String>>;

impl Report {
    /// Where suppressions of all that is shown belong; what is said of suppressions themselves cannot be
    /// silenced.
    pub fn lines_to_silence(&self, sources: &Sources) -> BTreeMap<FileId, Lines> {
        let mut files: BTreeMap<FileId, Lines> = BTreeMap::new();
        for finding in self.findings.iter().filter(|finding| can_be_silenced(finding)) {
            let location = finding.diagnostic.primary.location;
            let rules = files.entry(location.file).or_default().entry(sources.line(location)).or_default();
            rules.insert(finding.diagnostic.rule.to_string());
        }
        files
    }

    /// Takes out the findings on `lines` of the file, which are silenced from the next run on.
    pub fn leave_out_silenced(&mut self, file: FileId, lines: &Lines, sources: &Sources) {
        let before = self.findings.len();
        self.findings.retain(|finding| {
            let location = finding.diagnostic.primary.location;
            !(location.file == file && can_be_silenced(finding) && lines.contains_key(&sources.line(location)))
        });
        self.hidden.suppressed += before - self.findings.len();
        self.count_levels();
    }
}

/// Whether a suppression can silence a finding.
pub fn can_be_silenced(finding: &Finding) -> bool {
    ![UNUSED_SUPPRESSION, UNEXPLAINED_SUPPRESSION].contains(&finding.diagnostic.rule.as_str())
}

/// The comment that silences `rules`; where the reason is empty, with none.
pub fn comment<'a>(language: Language, rules: impl IntoIterator<Item = &'a str>, reason: &str) -> String {
    let opening = match language {
        Language::Go => "//",
        Language::Rust => "// ",
    };
    let rules: Vec<&str> = rules.into_iter().collect();
    let reason = if reason.is_empty() { String::new() } else { format!(" -- {reason}") };
    format!("{opening}maplint:ignore {}{reason}", rules.join(","))
}

/// `text` with a comment above each of `lines` above which one is read as such, by what `directives` says of a text.
/// The others (they begin inside a string) leave `lines`.
pub fn silenced(text: &str, language: Language, lines: &mut Lines, reason: &str, directives: impl Fn(&str) -> Vec<Directive>) -> String {
    loop {
        let (new, places) = with_comments(text, language, lines, reason);
        let directives = directives(&new);
        let stands = |line: u32, rules| directives.iter().any(|directive| is_comment(directive, line, rules));
        let lost: Vec<u32> =
            lines.iter().zip(&places).filter(|((_, rules), place)| !stands(**place, rules)).map(|((line, _), _)| *line).collect();
        if lost.is_empty() {
            return new;
        }
        lost.iter().for_each(|line| _ = lines.remove(line));
    }
}

/// `text` with a comment above each of `lines`, and the 1-based line that each comment then has.
fn with_comments(text: &str, language: Language, lines: &Lines, reason: &str) -> (String, Vec<u32>) {
    let mut written = String::with_capacity(text.len() + lines.len() * (reason.len() + 64));
    let mut places = Vec::with_capacity(lines.len());
    let (mut number, mut above) = (0, "");
    for (index, line) in (1..).zip(text.split_inclusive('\n')) {
        if let Some(rules) = lines.get(&index) {
            let line_break = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
            let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
            if language == Language::Go && ends_documentation(above) && is_declaration(line) {
                // gofmt keeps directives apart from the words above them.
                written.push_str(&format!("//{line_break}"));
                number += 1;
            }
            let comment = comment(language, rules.iter().map(String::as_str), reason);
            written.push_str(&format!("{indent}{comment}{line_break}"));
            number += 1;
            places.push(number);
        }
        written.push_str(line);
        number += 1;
        above = line;
    }
    (written, places)
}

/// Whether a directive is the comment that was put on `line`, and speaks of the line under it.
fn is_comment(directive: &Directive, line: u32, rules: &BTreeSet<String>) -> bool {
    let says = match &directive.kind {
        DirectiveKind::Suppression { rules: named, .. } => {
            named.len() == rules.len() && named.iter().all(|rule| rules.contains(rule.as_str()))
        }
        _ => false,
    };
    says && directive.line == Line(line) && directive.own_line && directive.applies_to == Line(line + 1)
}

/// Whether a line of Go is the last of a documentation's words.
fn ends_documentation(line: &str) -> bool {
    let Some(words) = line.trim_end().strip_prefix("//") else { return false };
    let is_directive = words.split_once(':').is_some_and(|(tool, rest)| {
        let plain = |text: &str| text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        !tool.is_empty() && tool.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) && plain(rest)
    });
    !words.is_empty() && !is_directive
}

/// Whether a line of Go opens a declaration of the package.
fn is_declaration(line: &str) -> bool {
    ["var ", "const ", "type ", "func "].iter().any(|keyword| line.starts_with(keyword))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, text: &str, lines: &[(u32, &[&str])], expected: &str, places: &[u32]) {
        let lines = lines.iter().map(|(line, rules)| (*line, rules.iter().map(|rule| (*rule).to_owned()).collect())).collect();
        assert_eq!(with_comments(text, language, &lines, "known"), (expected.to_owned(), places.to_vec()));
    }

    #[test]
    fn comments_stand_above_and_indented() {
        check(
            Language::Go,
            "package a\n\tx()\r\n  y()",
            &[(2, &["b", "a"]), (3, &["c"])],
            "package a\n\t//maplint:ignore a,b -- known\r\n\tx()\r\n  //maplint:ignore c -- known\n  y()",
            &[2, 4],
        );
        check(Language::Rust, "/// Doc.\nfn f() {}\n", &[(2, &["a"])], "/// Doc.\n// maplint:ignore a -- known\nfn f() {}\n", &[2]);
    }

    #[test]
    fn documentation_of_go_stays_as_gofmt_has_it() {
        check(Language::Go, "// Words.\nvar m = 1\n", &[(2, &["a"])], "// Words.\n//\n//maplint:ignore a -- known\nvar m = 1\n", &[3]);
        for above in ["//go:noinline\n", "//\n", "\n", "/* Words. */\n"] {
            let text = format!("{above}func f() {{}}\n");
            let expected = format!("{above}//maplint:ignore a -- known\nfunc f() {{}}\n");
            check(Language::Go, &text, &[(2, &["a"])], &expected, &[2]);
        }
        check(Language::Go, "\t// Words.\n\tx()\n", &[(2, &["a"])], "\t// Words.\n\t//maplint:ignore a -- known\n\tx()\n", &[2]);
    }
}
