//! Holds the rule pages: their examples err where they say, what they recommend is silent, messages
//! keep their form, and the tables of `rules/README.md` are fresh.
//!
//! `MAPLINT_BLESS=1 cargo test --test it pages::` rewrites the tables.

use maplint::rules::{Rule, RuleSet, fields_markdown, index_markdown};
use maplint::source::Language;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn examples_err_on_their_marked_lines_and_nowhere_else() {
    let mut wrong = Vec::new();
    for rule in rules().iter() {
        for block in blocks(rule, "## Example") {
            let expected = marks(&block.code);
            if expected.is_empty() {
                wrong.push(format!("{}: an example with no `// error: {}`", block.name, rule.id));
            }
            compare(&block, &expected, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_recommended_is_silent() {
    let mut wrong = Vec::new();
    for rule in rules().iter() {
        for block in blocks(rule, "## Use instead") {
            compare(&block, &[], &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn go_code_on_pages_compiles() {
    if Command::new("go").arg("version").output().is_err() {
        return; // No Go here; the gate has it.
    }
    for rule in rules().iter() {
        for heading in ["## Example", "## Use instead"] {
            for block in blocks(rule, heading).iter().filter(|block| block.language == Language::Go) {
                let folder = block.write("go");
                let built = Command::new("go").args(["vet", "."]).current_dir(&folder).env("GOTOOLCHAIN", "local").output();
                let built = built.expect("go runs");
                // vet's own checks may err on an example, as they should; the compiler must not.
                let text = String::from_utf8_lossy(&built.stderr).into_owned();
                assert!(!text.contains("vet: "), "{}:\n{text}", block.name);
            }
        }
    }
}

#[test]
fn each_page_has_code_to_avoid_and_code_to_use() {
    for rule in rules().iter() {
        for heading in ["## Example", "## Use instead"] {
            assert!(!blocks(rule, heading).is_empty(), "{} has no code under `{heading}`", rule.id);
        }
    }
}

#[test]
fn messages_keep_their_form() {
    for rule in rules().iter() {
        let text = fs::read_to_string(root().join("rules").join(format!("{}.md", rule.id))).expect("a rule file");
        let declaration = text.split("+++").nth(1).expect("front matter");
        let document: toml::Table = declaration.parse().expect("TOML");
        let mut phrases = vec![rule.summary.clone()];
        for key in ["message", "labels", "help", "notes"] {
            document.get(key).into_iter().for_each(|value| strings(value, &mut phrases));
        }
        for phrase in phrases {
            assert!(!phrase.ends_with('.') && !phrase.contains('\n'), "{}: one line, no full stop: {phrase}", rule.id);
            assert!(!phrase.starts_with(|c: char| c.is_uppercase()), "{}: lower case: {phrase}", rule.id);
            assert!(phrase.matches('`').count() % 2 == 0, "{}: backticks come in pairs: {phrase}", rule.id);
        }
    }
}

#[test]
fn tables_of_the_readme_are_fresh() {
    let path = root().join("rules/README.md");
    let text = fs::read_to_string(&path).expect("rules/README.md");
    let fresh = replaced(&text, "rules", &index_markdown(&rules()));
    let fresh = replaced(&fresh, "fields", &fields_markdown());
    if std::env::var_os("MAPLINT_BLESS").is_some() {
        fs::write(&path, fresh).expect("rules/README.md is writable");
    } else {
        assert!(text == fresh, "rules/README.md is stale: MAPLINT_BLESS=1 cargo test --test it pages::");
    }
}

/// A code block of a page.
struct Block {
    /// For messages, and for the folder it is written to.
    name: String,
    language: Language,
    code: String,
    /// The `maplint.toml` above it, which it is checked with.
    config: Option<String>,
}

impl Block {
    /// Writes the block as a module or crate of its own; tests run side by side, so each has its folder.
    fn write(&self, purpose: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages").join(purpose).join(&self.name);
        // A block of another language may have had the name in an earlier run.
        let _ = fs::remove_dir_all(&folder);
        let (manifest, file, code) = match self.language {
            Language::Go => ("go.mod", "main.go", "module example\n\ngo 1.22\n".to_owned()),
            Language::Rust => ("Cargo.toml", "src/lib.rs", CARGO_TOML.to_owned()),
        };
        let source = folder.join(file);
        fs::create_dir_all(source.parent().expect("in a folder")).expect("a folder for the block");
        fs::write(folder.join(manifest), code).expect("the manifest");
        fs::write(source, &self.code).expect("the source");
        if let Some(config) = &self.config {
            fs::write(folder.join("maplint.toml"), config).expect("the config");
        }
        folder
    }
}

const CARGO_TOML: &str =
    "[package]\nname = \"example\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\ndashmap = \"6\"\n\n[workspace]\n";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rules() -> RuleSet {
    RuleSet::builtin().unwrap_or_else(|errors| panic!("{errors}"))
}

/// The Go and Rust blocks under a heading of a rule's page.
fn blocks(rule: &Rule, heading: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut here = false;
    let mut config = None;
    // `None`: a config.
    let mut open: Option<(Option<Language>, String)> = None;
    for line in rule.page.lines() {
        match (&mut open, line) {
            (Some(_), "```") => {
                let (language, code) = open.take().expect("just seen");
                let name =
                    format!("{}-{}-{}", rule.id, heading.trim_start_matches("## ").replace(' ', "-").to_lowercase(), found.len() + 1);
                match language {
                    Some(language) => found.push(Block { name, language, code, config: config.clone() }),
                    None => config = Some(code),
                }
            }
            (Some((_, code)), _) => {
                code.push_str(line);
                code.push('\n');
            }
            (None, "```go") if here => open = Some((Some(Language::Go), String::new())),
            (None, "```rust") if here => open = Some((Some(Language::Rust), String::new())),
            (None, "```toml") if here => open = Some((None, String::new())),
            (None, _) if line.starts_with("## ") => here = line == heading,
            (None, _) => {}
        }
    }
    found
}

/// What `// error: ID` and `// error below: ID` ask for: (1-based line, id), by line.
fn marks(code: &str) -> Vec<(u64, String)> {
    let numbered = code.lines().zip(1..);
    let marked = numbered.filter_map(|(line, number)| {
        let here = line.split_once("// error: ").map(|(_, id)| (number, id.trim().to_owned()));
        here.or_else(|| line.split_once("// error below: ").map(|(_, id)| (number + 1, id.trim().to_owned())))
    });
    marked.collect()
}

/// Checks the block by the binary, as a user would.
fn compare(block: &Block, expected: &[(u64, String)], wrong: &mut Vec<String>) {
    let folder = block.write("maplint");
    let mut command = Command::new(env!("CARGO_BIN_EXE_maplint"));
    command.env("MAPLINT_NO_CACHE", "1");
    let output = command.args(["check", "--format", "json", "--select", "all", "."]).current_dir(&folder).output().expect("maplint runs");
    let report: serde_json::Value = match serde_json::from_slice(&output.stdout) {
        Ok(report) => report,
        Err(error) => return wrong.push(format!("{}: no JSON: {error}: {}", block.name, String::from_utf8_lossy(&output.stderr))),
    };
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    let mut found: Vec<(u64, String)> =
        findings.iter().map(|finding| (finding["line"].as_u64().unwrap_or(0), finding["rule"].as_str().unwrap_or("").to_owned())).collect();
    found.sort();
    if found != expected {
        wrong.push(format!("{}: expected {expected:?}, found {found:?}, in {}", block.name, folder.display()));
    }
}

/// `text` with what stands between the two comments of a table replaced.
fn replaced(text: &str, name: &str, table: &str) -> String {
    let start = text.find(&format!("<!-- {name}: ")).expect("the table's first comment");
    let start = start + text[start..].find('\n').expect("a line of its own") + 1;
    let end = text.find(&format!("<!-- end of {name} -->")).expect("the table's last comment");
    format!("{}\n{}\n{}", &text[..start], table.trim(), &text[end..])
}

/// All strings of a TOML value but conditions.
fn strings(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => found.push(text.clone()),
        toml::Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        toml::Value::Table(table) => table.iter().filter(|(key, _)| *key != "when").for_each(|(_, value)| strings(value, found)),
        _ => {}
    }
}
