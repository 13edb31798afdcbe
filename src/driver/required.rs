//! Which maps must carry a promise: the config's requirements, with where their markers stand.

use crate::config::Settings;
use crate::facts::{Program, Required};
use crate::source::{self, FileId, Project, SourceFile, Span};
use std::collections::BTreeMap;

/// The requirements of all files. A marker's file is read once more: facts keep no comments.
pub(super) fn requirements(settings: &Settings, project: &Project, program: &Program) -> BTreeMap<FileId, Vec<Required>> {
    let mut found = BTreeMap::new();
    for ((file, id), facts) in project.files.iter().zip((0..).map(FileId)).zip(&program.files) {
        let requirements = if !file.test && !facts.generated { settings.run().requirements_of(&file.path) } else { Vec::new() };
        if requirements.is_empty() {
            continue;
        }
        let text = requirements.iter().any(|requirement| requirement.marker.is_some()).then(|| source::read(file).ok()).flatten();
        let required = |requirement: &crate::facts::Requirement| {
            let marked = requirement.marker.as_ref().zip(text.as_ref()).map(|(marker, text)| marked(text, marker));
            Required { requirement: requirement.clone(), marked: marked.unwrap_or_default() }
        };
        found.insert(id, requirements.into_iter().map(required).collect());
    }
    found
}

/// Whether it matters what stands in the comments of a file.
pub(super) fn looks_at_comments(settings: &Settings, file: &SourceFile) -> bool {
    settings.run().requirements_of(&file.path).iter().any(|requirement| requirement.marker.is_some())
}

/// The lines that comments with the marker speak of: their own, or, where nothing stands before them, the next that is
/// no comment and no attribute.
fn marked(text: &str, marker: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut waits, mut start) = (false, 0);
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        let words = line.trim_start();
        let is_comment = ["//", "/*", "*"].iter().any(|opening| words.starts_with(opening));
        if is_comment {
            waits |= words.contains(marker);
        } else if waits && !words.starts_with("#[") || line.find("//").is_some_and(|comment| line[comment..].contains(marker)) {
            found.push(span);
            waits = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_speaks_of_its_line_or_the_next() {
        let text = "// owner: a\n// more\n#[x]\nm: M,\nn: N, // owner: b\no: O,\n";
        let lines: Vec<&str> = marked(text, "owner:").into_iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
        assert_eq!(lines, ["m: M,", "n: N, // owner: b"]);
        assert!(marked("let m = \"owner: a\";\n", "owner:").is_empty());
    }
}
