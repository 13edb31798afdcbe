//! A rule file as a whole: its name, its front matter, and the form of its page.

use super::declaration::{self, Declaration};
use super::error::{Problem, RuleError};
use std::path::Path;

/// The headings of a page, in their order, after its title.
pub(super) const HEADINGS: &[&str] = &["## Why is this bad?", "## Example", "## Use instead", "## How it decides", "## Known limits"];

/// Reads a rule file: id, page, declaration; or all that is wrong with it, by line.
pub(super) fn read(file: &Path, text: &str) -> Result<(String, String, Declaration), Vec<RuleError>> {
    let error = |line, problem| RuleError { file: file.to_owned(), line, problem };
    let id = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut errors = Vec::new();
    if !is_id(&id) {
        errors.push(error(1, Problem::BadId(id.clone())));
    }
    let Some((front_matter, page)) = split(text) else {
        errors.push(error(1, Problem::NoFrontMatter));
        return Err(errors);
    };
    let declaration = declaration::read(file, front_matter, 2);
    let page_line = text[..text.len() - page.len()].matches('\n').count() + 1;
    errors.extend(headings(&id, page).into_iter().map(|(line, problem)| error(page_line + line, problem)));
    match declaration {
        Ok(declaration) if errors.is_empty() => Ok((id, page.trim().to_owned() + "\n", declaration)),
        Ok(_) => Err(errors),
        Err(faults) => Err(faults.into_iter().chain(errors).collect()),
    }
}

/// Lower-case words joined by `-`; the first starts with a letter.
fn is_id(id: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    id.starts_with(|c: char| c.is_ascii_lowercase()) && id.split('-').all(word)
}

/// Front matter and page; `None` where the front matter does not open or does not close.
fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let inner = text.strip_prefix("+++\n").or_else(|| text.strip_prefix("+++\r\n"))?;
    let mut at = 0;
    for line in inner.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some((&inner[..at], &inner[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// What the headings of a page lack, each with the 0-based line after which it should stand.
fn headings(id: &str, page: &str) -> Vec<(usize, Problem)> {
    let title = format!("# {id}");
    let mut lines = outline(page).into_iter();
    let mut missing = Vec::new();
    let (mut after, mut line) = ("+++".to_owned(), 0);
    for heading in std::iter::once(title.as_str()).chain(HEADINGS.iter().copied()) {
        let rest = lines.clone();
        match lines.find(|(_, found)| *found == heading) {
            Some((at, _)) => line = at,
            None => {
                lines = rest;
                missing.push((line, Problem::Heading { heading: heading.to_owned(), after: after.clone() }));
            }
        }
        heading.clone_into(&mut after);
    }
    missing
}

/// The headings of a page with their 0-based lines, code blocks left out.
fn outline(page: &str) -> Vec<(usize, &str)> {
    let mut in_code = false;
    let mut found = Vec::new();
    for (number, line) in page.lines().enumerate() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if !in_code && line.starts_with('#') {
            found.push((number, line.trim_end()));
        }
    }
    found
}
