//! `html`: one file that a reviewer opens, from the disk and without network: the findings, and the inventory of maps.
//!
//! The page is `page.html`, with the style and the scripts beside it; what is written here is the data, as JSON in
//! the page. The scripts draw from it what is asked for, and only ever make text of it, never markup. Should anything
//! get past that, the page's Content-Security-Policy runs no script but the one whose hash it names. Where scripts do
//! not run at all the findings stand there as a list.

mod data;
mod excerpt;
mod maps;
#[cfg(test)]
mod tests;

use super::terminal::{is_unsafe, printable};
use super::{Presentation, Report, severity_name};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::io::{self, Write};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = concat!(
    include_str!("style/base.css"),
    include_str!("style/frame.css"),
    include_str!("style/findings.css"),
    include_str!("style/race.css"),
    include_str!("style/maps.css"),
    include_str!("style/media.css"),
);
/// One module, in the order in which its parts use each other.
const SCRIPT: &str = concat!(
    include_str!("script/dom.js"),
    include_str!("script/data.js"),
    include_str!("script/code.js"),
    include_str!("script/race.js"),
    include_str!("script/findings.js"),
    include_str!("script/maps.js"),
    include_str!("script/filters.js"),
    include_str!("script/main.js"),
);

/// Writes the page. It says nothing of when and how fast it was made: the same findings give the same bytes.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let data = serde_json::to_string(&data::document(report, presentation))?;
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").expect("each placeholder of the page is closed");
        out.write_all(before.as_bytes())?;
        match name {
            "policy" => out.write_all(policy().as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "script" => out.write_all(SCRIPT.as_bytes())?,
            "data" => out.write_all(json_in_script(&data).as_bytes())?,
            "findings" => write_list(report, presentation, out)?,
            other => unreachable!("the page has no placeholder `{other}`"),
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// What the page may load and run: its own style and script, and nothing else.
fn policy() -> String {
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

/// JSON such that no text in it ends the script element or begins a comment in it, and that is a line of plain text
/// for who looks at the file on a terminal.
fn json_in_script(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if is_unsafe(character) || matches!(character, '<' | '>' | '&') {
            for unit in character.encode_utf16(&mut [0; 2]) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

/// The findings for who has no script.
fn write_list(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let diagnostic = &finding.diagnostic;
        let location = diagnostic.primary.location;
        writeln!(
            out,
            "<li>{}: {} <small>{} · {}:{}</small></li>",
            severity_name(diagnostic.severity),
            text(&diagnostic.message),
            text(diagnostic.rule.as_str()),
            text(presentation.sources.path(location.file)),
            presentation.sources.line(location),
        )?;
    }
    Ok(())
}

/// Text for the inside of an element.
fn text(raw: &str) -> Cow<'_, str> {
    let shown = printable(raw);
    if shown.contains(['<', '>', '&']) {
        return Cow::Owned(shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
    }
    shown
}
