//! The house keeps its shape: imports run one way, files open with their reason, rules, pages and
//! test folders agree, documents name only what exists.
//!
//! The README's table of rules is written with `MAPLINT_BLESS=1 cargo test --test it tidy::`.

use crate::support::{check_between, files_below, read, root};
use maplint::report::{RuleInfo, language_name, severity_name};
use maplint::source::Language;
use std::collections::BTreeMap;

/// The rooms of `src/`, and those that each may import beside itself: what stands below it.
const ROOMS: [(&str, &[&str]); 13] = [
    (
        "cli",
        &["lsp", "driver", "config", "report", "decision", "rules", "analysis", "frontend", "facts", "diagnostic", "capacity", "source"],
    ),
    ("lsp", &["driver", "config", "report", "analysis", "diagnostic", "source"]),
    ("driver", &["config", "report", "rules", "analysis", "frontend", "facts", "diagnostic", "capacity", "source"]),
    ("config", &["report", "facts", "diagnostic", "source"]),
    ("report", &["decision", "facts", "diagnostic", "capacity", "source"]),
    ("decision", &["diagnostic", "capacity", "source"]),
    ("rules", &["analysis", "facts", "diagnostic", "capacity", "source"]),
    ("analysis", &["facts", "diagnostic", "capacity", "source"]),
    ("frontend", &["facts", "source"]),
    ("facts", &["source"]),
    ("diagnostic", &["capacity", "source"]),
    ("capacity", &[]),
    ("source", &[]),
];

/// All that reports may know of facts.
const FACTS_IN_REPORTS: [&str; 2] = ["Directive", "DirectiveKind"];

/// Words of code, and the only places that may name them.
const DOORS: [(&str, &[&str]); 20] = [
    ("codespan_reporting", &["src/report/full.rs"]),
    ("serde_sarif", &["src/report/sarif/"]),
    ("pulldown_cmark", &["src/report/sarif/"]),
    ("quick_xml", &["src/report/xml.rs"]),
    ("indicatif", &["src/report/progress.rs"]),
    ("clap", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", &["src/cli/"]),
    ("ignore", &["src/config/"]),
    ("cel", &["src/rules/"]),
    ("csv::Writer", &["src/report/maps/csv.rs"]),
    ("tree_sitter", &["src/frontend/go"]),
    ("std::fs", &["src/source/", "src/report/output.rs", "src/report/replace.rs", "src/rules/load", "src/cache/"]),
    ("postcard", &["src/cache/"]),
    ("lz4_flex", &["src/cache/"]),
    ("std::process", &["src/main.rs", "src/source/git.rs"]),
    ("lsp_server", &["src/lsp/"]),
    ("lsp_types", &["src/lsp/"]),
    ("jiff", &["src/report/day.rs"]),
    ("similar", &["src/report/fix.rs"]),
];

/// Files that are tables, and may be longer than one sitting.
const TABLES: [&str; 0] = [];
const LONGEST_FILE: usize = 900;

/// The headings of a page, in their order.
const HEADINGS: [&str; 5] = ["## Why is this bad?", "## Example", "## Use instead", "## How it decides", "## Known limits"];

/// Collects what is wrong, so that one run tells all of it.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn check(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.0.push(fault());
        }
    }
}

impl Drop for Faults {
    fn drop(&mut self) {
        assert!(self.0.is_empty() || std::thread::panicking(), "\n{}", self.0.join("\n"));
    }
}

#[test]
fn imports_run_one_way() {
    let mut faults = Faults::default();
    for file in source_files() {
        let Some((room, below)) = ROOMS.iter().find(|(room, _)| is_in_room(&file, room)) else { continue };
        for path in crate_paths(&code_of(&file)) {
            let mut segments = path.split("::");
            let (first, second) = (segments.next().unwrap_or(""), segments.next().unwrap_or(""));
            let known = ROOMS.iter().any(|(room, _)| *room == first);
            faults.check(!known || first == *room || below.contains(&first), || format!("{file}: `{room}` imports `crate::{path}`"));
            let siblings =
                [("go", "rust"), ("rust", "go")].iter().any(|(own, other)| file.contains(&format!("frontend/{own}")) && second == *other);
            faults.check(first != "frontend" || !siblings, || format!("{file}: one front end imports the other"));
            let too_much = *room == "report" && first == "facts" && !FACTS_IN_REPORTS.contains(&second);
            faults.check(!too_much, || format!("{file}: a report may know no fact but directives, not `{path}`"));
        }
    }
}

#[test]
fn each_library_and_the_outside_have_one_door() {
    let mut faults = Faults::default();
    for file in source_files() {
        let code = code_of(&file);
        for (word, places) in DOORS {
            let allowed = places.iter().any(|place| file.starts_with(place));
            faults.check(allowed || !names(&code, word), || format!("{file} names `{word}`, which only {places:?} may"));
        }
    }
}

#[test]
fn files_open_with_their_reason_and_end_in_one_sitting() {
    let mut faults = Faults::default();
    for file in ["src", "tests", "benches"].into_iter().flat_map(|folder| files_below(folder, ".rs")) {
        let text = read(&file);
        faults.check(text.starts_with("//!"), || format!("{file} does not open with `//!`"));
        let lines = text.lines().count();
        faults.check(lines <= LONGEST_FILE || TABLES.contains(&file.as_str()), || format!("{file} has {lines} lines"));
    }
}

#[test]
fn pages_have_all_headings() {
    let mut faults = Faults::default();
    for RuleInfo { id, page, languages, category, .. } in maplint::driver::rules(&[]).infos {
        faults.check(page.starts_with(&format!("# {id}\n")), || format!("{id}: the page does not open with `# {id}`"));
        let places: Vec<_> = HEADINGS.iter().map(|heading| page.find(&format!("\n{heading}\n"))).collect();
        faults.check(places.iter().all(Option::is_some) && places.is_sorted(), || format!("{id}: the headings are not {HEADINGS:?}"));
        // What is said of reading and suppressions is no lint of code.
        let of_rust = languages.contains(&Language::Rust) && id != "unparsed-file" && category != "directive";
        faults.check(!of_rust || page.contains("Clippy"), || format!("{id}: the page does not say where Clippy ends"));
    }
}

#[test]
fn rules_have_all_that_a_rule_has() {
    let mut faults = Faults::default();
    for Rule { id, declaration } in rules() {
        for (key, text) in words(&declaration) {
            let lower = !text.starts_with(char::is_uppercase);
            faults.check(lower && !text.ends_with('.'), || format!("{id}: `{key}` is to be lower case with no full stop: {text}"));
        }
    }
}

#[test]
fn rules_have_cases_in_each_language() {
    let mut faults = Faults::default();
    // What parses in no compiler is no package that compiles: the command line's own tests have it.
    for RuleInfo { id, languages, .. } in maplint::driver::rules(&[]).infos.iter().filter(|rule| rule.id != "unparsed-file") {
        for language in languages.iter().map(|language| folder_of(*language)) {
            let cases: Vec<_> =
                files_below(&format!("testdata/{language}/{id}"), source_suffix(language)).iter().map(|file| read(file)).collect();
            let marks = [format!("want {id} "), format!("want-next {id} ")];
            let bad = cases.iter().any(|case| marks.iter().any(|mark| case.contains(mark)));
            let ok = cases.iter().any(|case| case.lines().any(is_quiet_function));
            faults.check(bad, || format!("{id}: testdata/{language}/{id} has no `want {id}`"));
            faults.check(ok, || format!("{id}: testdata/{language}/{id} has no function named …Ok or …_ok"));
        }
    }
}

#[test]
fn test_folders_belong_to_rules() {
    let mut faults = Faults::default();
    let rules: BTreeMap<_, _> = maplint::driver::rules(&[]).infos.into_iter().map(|rule| (rule.id.to_string(), rule.languages)).collect();
    for language in [Language::Go, Language::Rust].map(folder_of) {
        for entry in std::fs::read_dir(root().join("testdata").join(language)).into_iter().flatten() {
            let folder = entry.expect("the repository can be read").file_name().to_string_lossy().into_owned();
            let declared = rules.get(&folder).is_some_and(|languages| languages.iter().any(|known| folder_of(*known) == language));
            faults.check(declared, || format!("testdata/{language}/{folder} is of no rule for that language"));
        }
    }
}

#[test]
fn the_readme_lists_the_rules() {
    let mut table = "| rule | languages | category | level | default | reports |\n|---|---|---|---|---|---|\n".to_owned();
    let declared: BTreeMap<String, toml::Table> = rules().into_iter().map(|rule| (rule.id, rule.declaration)).collect();
    for RuleInfo { id, summary, category, severity, languages, .. } in maplint::driver::rules(&[]).infos {
        let languages = languages.into_iter().map(language_name).collect::<Vec<_>>().join(", ");
        let declaration = declared.get(id.as_str());
        let default = declaration.and_then(|declaration| declaration.get("default")).and_then(toml::Value::as_str).unwrap_or("on");
        let folder = if declaration.is_some() { "rules" } else { "src/report" };
        let level = severity_name(severity);
        table.push_str(&format!("| [`{id}`]({folder}/{id}.md) | {languages} | {category} | {level} | {default} | {summary} |\n"));
    }
    check_between("README.md", "<!-- rules -->", "<!-- end of rules -->", &table);
}

#[test]
fn the_changelog_names_every_rule() {
    let (mut faults, changelog) = (Faults::default(), read("CHANGELOG.md"));
    for RuleInfo { id, .. } in maplint::driver::rules(&[]).infos {
        faults.check(changelog.contains(&format!("`{id}`")), || format!("CHANGELOG.md does not name `{id}`"));
    }
}

#[test]
fn documents_name_only_what_exists() {
    let mut faults = Faults::default();
    for document in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "rules/README.md", "src/lib.rs"] {
        let text = read(document);
        for path in named_paths(&text) {
            let path = path.trim_end_matches("...");
            let beside = root().join(document).parent().expect("a file is in a folder").join(path);
            faults.check(root().join(path).exists() || beside.exists(), || format!("{document} names {path}, which does not exist"));
        }
    }
}

#[test]
fn the_gate_runs_the_test_command_of_the_readme() {
    assert!(read("README.md").contains("```console\n$ cargo test\n```"));
    assert!(read(".ci/run").lines().any(|line| line == "cargo test"));
}

struct Rule {
    id: String,
    declaration: toml::Table,
}

/// The rule files, by id.
fn rules() -> Vec<Rule> {
    let files = files_below("rules", ".md").into_iter().filter(|file| file != "rules/README.md");
    files.map(|file| rule(&file)).collect()
}

fn rule(file: &str) -> Rule {
    let text = read(file);
    let (front, _) = text
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
        .unwrap_or_else(|| panic!("{file} does not open with a declaration between `+++` lines"));
    let declaration = toml::from_str(front).unwrap_or_else(|error| panic!("{file}: {error}"));
    let id = file.trim_start_matches("rules/").trim_end_matches(".md").to_owned();
    Rule { id, declaration }
}

/// What a rule says to users, by key.
fn words(declaration: &toml::Table) -> Vec<(&'static str, &str)> {
    let keys = ["summary", "message", "help", "labels", "notes"];
    keys.into_iter().flat_map(|key| declaration.get(key).map(texts).unwrap_or_default().into_iter().map(move |text| (key, text))).collect()
}

/// The texts of a template: one, a list of alternatives, or a table of them by place. Conditions
/// are left out.
fn texts(template: &toml::Value) -> Vec<&str> {
    match template {
        toml::Value::String(text) => vec![text],
        toml::Value::Array(alternatives) => alternatives.iter().flat_map(texts).collect(),
        toml::Value::Table(table) => table.iter().filter(|(key, _)| *key != "when").flat_map(|(_, value)| texts(value)).collect(),
        _ => Vec::new(),
    }
}

/// The folder of a language in `testdata`.
fn folder_of(language: Language) -> &'static str {
    match language {
        Language::Go => "go",
        Language::Rust => "rust",
    }
}

fn source_suffix(language: &str) -> &'static str {
    if language == "go" { ".go" } else { ".rs" }
}

/// `func (c *Counter) AddOk(k string) {`, `pub fn add_ok<K>(…)`.
fn is_quiet_function(line: &str) -> bool {
    let declared = ["func ", "fn "].iter().any(|keyword| line.contains(keyword));
    declared && ["Ok(", "Ok[", "_ok(", "_ok<"].iter().any(|end| line.contains(end))
}

/// The files of `src/` that are more than tests: a test may use every room and every door.
fn source_files() -> impl Iterator<Item = String> {
    let is_test = |file: &String| file.ends_with("/tests.rs") || file.contains("/tests/");
    files_below("src", ".rs").into_iter().filter(move |file| !is_test(file))
}

fn is_in_room(file: &str, room: &str) -> bool {
    file == format!("src/{room}.rs") || file.starts_with(&format!("src/{room}/"))
}

/// The text of a file without its comments.
fn code_of(file: &str) -> String {
    let text = read(file);
    text.lines().map(|line| line.find("//").map_or(line, |at| &line[..at])).collect::<Vec<_>>().join("\n")
}

/// Whether `word` stands in `code` as whole path segments.
fn names(code: &str, word: &str) -> bool {
    let of_name = |character: char| character.is_alphanumeric() || character == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_some_and(of_name);
        let after = &code[at + word.len()..];
        let is_crate = word.contains("::") || after.starts_with("::");
        !before && is_crate && !after.starts_with(of_name)
    })
}

/// The paths behind `crate::`, groups in braces taken apart: `a::B`, `c::D`.
fn crate_paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if rest.starts_with('{') {
            paths.extend(expand("", rest));
        } else {
            let end =
                rest.find(|character: char| !(character.is_alphanumeric() || character == '_' || character == ':')).unwrap_or(rest.len());
            let head = rest[..end].trim_end_matches(':');
            match rest[end..].starts_with('{') {
                true => paths.extend(expand(&format!("{head}::"), &rest[end..])),
                false => paths.push(head.to_owned()),
            }
        }
    }
    paths
}

/// `{a, b::{c, d}}` behind `prefix`, one path for each member of the outer braces.
fn expand(prefix: &str, group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut members = vec![String::new()];
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => members.push(String::new()),
            _ if depth == 1 && !character.is_whitespace() => members.last_mut().expect("there is always one").push(character),
            _ => {}
        }
    }
    members.into_iter().filter(|member| !member.is_empty()).map(|member| format!("{prefix}{member}")).collect()
}

/// Paths of this repository that a document names, in backticks or as a link.
fn named_paths(text: &str) -> Vec<String> {
    let top = ["src/", "rules/", "tests/", "testdata/", ".ci/", "benches/", "scripts/", "fuzz/"];
    let quoted = text.split('`').skip(1).step_by(2).filter(|word| top.iter().any(|folder| word.starts_with(folder)));
    let linked = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(path, _)| path);
    let local = linked.filter(|path| !path.contains("://") && !path.starts_with(['#', '<']));
    let plain = |path: &&str| !path.contains(['<', '*', ' ', '\n', '…']) && !path.contains("::");
    quoted.chain(local).filter(plain).map(|path| path.split('#').next().unwrap_or(path).to_owned()).collect()
}

#[test]
fn the_readers_of_this_file_read_what_there_is() {
    let code = "use crate::facts::{Directive, body::{A, B}};\nuse crate::{source, report::Finding};\nlet x = crate::cli::run();";
    assert_eq!(crate_paths(code), ["facts::Directive", "facts::body::", "source", "report::Finding", "cli::run"]);
    assert!(names("use cel::Program;", "cel") && !names("parcel::x", "cel") && !names("cancel(cel)", "cel"));
    let declaration = toml::from_str("message = ['a', { when = 'x', text = 'b' }]\nlabels = { first = 'c' }").expect("it is TOML");
    assert_eq!(words(&declaration), [("message", "a"), ("message", "b"), ("labels", "c")]);
    assert_eq!(named_paths("`src/a.rs` and [x](LICENSE-MIT), `tests/<name>`, [y](https://a.b)"), ["src/a.rs", "LICENSE-MIT"]);
}
