//! What is refused when a rule is loaded, and how it is said.

use super::super::evaluate;
use super::{builtin, conflict_rule, file, one_rule};
use crate::analysis::model::{GuardState, Op};
use proptest::prelude::*;
use std::path::PathBuf;

/// The first error for this front matter.
fn error(front_matter: &str) -> String {
    one_rule(front_matter).expect_err("the rule is refused").0[0].to_string()
}

fn error_of_when(when: &str) -> String {
    error(&conflict_rule(when, "\"m\"", ""))
}

fn error_of_message(message: &str) -> String {
    error(&conflict_rule("true", message, ""))
}

#[track_caller]
fn says(error: &str, start: &str, also: &str) {
    assert!(error.starts_with(start), "expected `{start}…`, found `{error}`");
    assert!(error.contains(also), "expected `{also}` in `{error}`");
}

#[test]
fn a_rule_in_order_is_loaded() {
    let rules = one_rule(&conflict_rule("first.writes", "\"{map} {first.did}\"", "help = \"{{}}\"")).expect("in order");
    let rule = rules.get("own-rule").expect("loaded");
    assert!(!rule.built_in);
    assert!(rules.page("own-rule").is_some_and(|page| page.starts_with("# own-rule\n")));
}

#[test]
fn front_matter_that_is_no_toml() {
    says(&error("summary = \"s\"\ncategory = \n"), "my/own-rule.md:3: not valid TOML: ", "");
}

#[test]
fn unknown_key() {
    let text = conflict_rule("true", "\"m\"", "sevrity = \"note\"");
    says(&error(&text), "my/own-rule.md:10: unknown key `sevrity`: did you mean `severity`?", "`confidence`");
}

#[test]
fn weaknesses_are_numbers() {
    let rules = one_rule(&conflict_rule("true", "\"m\"", "cwe = [820, 362, 820]")).expect("in order");
    assert_eq!(rules.get("own-rule").expect("loaded").cwe, [362, 820]);
    for wrong in ["362", "[\"CWE-362\"]", "[0]", "[-1]", "[1.5]"] {
        let text = conflict_rule("true", "\"m\"", &format!("cwe = {wrong}"));
        says(&error(&text), "my/own-rule.md:10: `cwe` must be an array of CWE numbers, as `[362]`", "");
    }
}

#[test]
fn unknown_place_and_case_key() {
    let text = conflict_rule("true", "\"m\"", "labels = { frist = \"x\" }");
    says(&error(&text), "my/own-rule.md:10: unknown key `labels.frist`", "`second`");
    says(&error_of_message("[{ when = \"true\", txt = \"x\" }, \"y\"]"), "my/own-rule.md:9: unknown key `message.txt`", "`text`");
}

#[test]
fn missing_key() {
    says(&error("summary = \"s\""), "my/own-rule.md:2: key `category` is missing", "");
    says(&error_of_message("[{ when = \"true\" }, \"y\"]"), "my/own-rule.md:9: key `message.text` is missing", "");
}

#[test]
fn wrong_toml_type() {
    says(&error_of_message("3"), "my/own-rule.md:9: `message` must be a string, or a table of `when` and `text`, not a number", "");
    let text = conflict_rule("true", "\"m\"", "notes = \"x\"");
    says(&error(&text), "my/own-rule.md:10: `notes` must be an array", "not a string");
    let text = conflict_rule("true", "\"m\"", "").replace("[\"go\", \"rust\"]", "[]");
    says(&error(&text), "my/own-rule.md:5: `languages` must be an array", "not empty");
}

#[test]
fn unknown_word() {
    let text = conflict_rule("true", "\"m\"", "").replace("\"conflict\"", "\"conflicts\"");
    says(&error(&text), "my/own-rule.md:7: `conflicts` is not a valid about: did you mean `conflict`?", "`region`");
    let text = conflict_rule("true", "\"m\"", "default = \"never\"");
    says(&error(&text), "my/own-rule.md:10: `never` is not a valid default", "`preview`");
    let text = conflict_rule("true", "\"m\"", "").replace("\"0.1.0\"", "\"soon\"");
    says(&error(&text), "my/own-rule.md:6: `soon` is not a valid version", "`0.1.0`");
}

#[test]
fn conditions_that_are_no_cel() {
    says(&error_of_when("first.writes &&"), "my/own-rule.md:8: in `when`, at character 16: not valid CEL: ", "");
    says(&error_of_when("\nfirst.writes\n&& ("), "my/own-rule.md:10: in `when`, at character 5: not valid CEL: ", "");
    says(&error_of_when(&"(".repeat(40)), "my/own-rule.md:8: in `when`, at character 1: brackets nest more than 32 deep", "");
    says(&error_of_when(&"!".repeat(2000)), "my/own-rule.md:8: in `when`, at character 1: longer than 500 bytes", "");
}

#[test]
fn conditions_with_unknown_fields() {
    says(
        &error_of_when("true && frist.writes"),
        "my/own-rule.md:8: in `when`, at character 9: a conflict has no field `frist.writes`",
        "did you mean `first.writes`?",
    );
    says(
        &error_of_when("certainly_nil"),
        "my/own-rule.md:8: in `when`, at character 1: a conflict has no field `certainly_nil`",
        "the fields are",
    );
    says(&error_of_when("first.op.size > 1"), "my/own-rule.md:8: in `when`, at character 1: a conflict has no field `first.op.size`", "");
    says(
        &error_of_when("shared_locks.exists(lock, lok == guard)"),
        "my/own-rule.md:8: in `when`, at character 27: a conflict has no field `lok`",
        "",
    );
}

#[test]
fn conditions_with_wrong_types() {
    for (when, message) in [
        ("guard", "character 1: this is a string: a condition must be a bool"),
        ("first.writes == 'yes'", "a bool and a string are never equal"),
        ("guard_state == 'none'", "'none' is never the value here"),
        ("guard_state == 'sharde'", "did you mean 'shared'?"),
        ("first.op in ['get', 'fetch']", "'fetch' is never the value here"),
        ("uses > 'a'", "this is a string: `>` takes ints"),
        ("guard && true", "this is a string: `&&` takes bools"),
        ("shared_locks == 0", "a list of strings and a int are never equal"),
        ("uses.size() > 0", "this is a int: `size` takes a list or a string"),
        ("guard in 'abc'", "this is a string: `in` takes a list on its right"),
        ("1 in shared_locks", "a string and a int are never equal"),
        ("guard.matches('a')", "no function `matches`"),
        ("guard.startWith('a')", "did you mean `startsWith`?"),
        ("has(first.op)", "each field is always there"),
        ("{'a': 1}.a == 1", "only a field has a name after a dot"),
        ("uses == 1.5", "no other literal fits"),
        ("shared_locks.exists(lock, lock)", "this is a string: `||` takes bools"),
        ("guard ? true : false", "what stands before `?` must be a bool"),
        ("shared_locks['a'] == 'b'", "only a list has an index"),
    ] {
        says(&error_of_when(when), "my/own-rule.md:8: in `when`, at character ", message);
    }
}

#[test]
fn conditions_that_are_right() {
    for when in [
        "first.locks.exists(lock, lock == guard || lock.startsWith('m'))",
        "first.locks.filter(l, l != guard).size() + uses > 2 * guarded_uses",
        "first.locks.map(l, l + '!') == second.locks + ['x']",
        "!(first.op in ['get', 'range']) ? guard_state == 'held' : -uses < 0",
        "'c.mu' in first.locks && first.locks[0] == 'c.mu' && size(guard) > 1",
        "language == 'go' && map.owner.contains('Cache') && map != second",
        "first.locks.all(l, second.locks.exists_one(s, s == l))",
    ] {
        one_rule(&conflict_rule(when, "\"m\"", "")).unwrap_or_else(|errors| panic!("{when}: {errors}"));
    }
}

#[test]
fn conditions_inside_phrases_and_notes_are_checked() {
    says(
        &error_of_message("[{ when = \"frist.writes\", text = \"x\" }, \"y\"]"),
        "my/own-rule.md:9: in `message.when`, at character 1: ",
        "`first.writes`",
    );
    let text = conflict_rule("true", "\"m\"", "notes = [\n  \"a\",\n  { when = \"uses\", text = \"x\" },\n]");
    says(&error(&text), "my/own-rule.md:12: in `notes.when`, at character 1: this is a int", "");
}

#[test]
fn templates() {
    says(
        &error_of_message("\"a {frist}\""),
        "my/own-rule.md:9: in `message`, at character 4: a conflict has no field `frist`",
        "did you mean `first`?",
    );
    says(&error_of_message("\"a {map\""), "my/own-rule.md:9: in `message`, at character 3: `{` with no `}` after it", "`{{`");
    says(&error_of_message("\"a }\""), "my/own-rule.md:9: in `message`, at character 3: `}` with no `{` before it", "`}}`");
    says(
        &error_of_message("\"{first.locks}\""),
        "my/own-rule.md:9: in `message`, at character 2: `first.locks` is a list of strings",
        "only strings and numbers",
    );
    says(&error_of_message("\"{}\""), "my/own-rule.md:9: in `message`, at character 2: a conflict has no field ``", "");
}

#[test]
fn cases_out_of_order() {
    says(
        &error_of_message("[\"x\", { when = \"true\", text = \"y\" }]"),
        "my/own-rule.md:9: `message`: what stands after a case without `when`",
        "",
    );
    says(
        &error_of_message("[{ when = \"true\", text = \"y\" }]"),
        "my/own-rule.md:9: `message`: no case is left",
        "end with a plain string",
    );
}

#[test]
fn confidence() {
    let with = |confidence: &str| conflict_rule("true", "\"m\"", &format!("confidence = \"{confidence}\""));
    for right in ["likely", "confidence", "first.in_test ? 'possible' : confidence"] {
        one_rule(&with(right)).unwrap_or_else(|errors| panic!("{right}: {errors}"));
    }
    says(&error(&with("'sure'")), "my/own-rule.md:10: in `confidence`", "'sure' is never the value here");
    says(&error(&with("first.in_test ? 'sure' : confidence")), "my/own-rule.md:10: in `confidence`", "'possible', 'likely', 'certain'");
    says(&error(&with("guard")), "my/own-rule.md:10: in `confidence`", "it must be one of");
    says(&error(&with("first.in_test")), "my/own-rule.md:10: in `confidence`", "never equal");
}

#[test]
fn pages_out_of_order() {
    let mut rules = builtin();
    let good = file("own-rule", &conflict_rule("true", "\"m\"", ""));
    let mut add = |name: &str, text: String| rules.add(vec![(PathBuf::from(name), text)], false).expect_err("refused").to_string();
    says(
        &add("own-rule.md", good.replace("## Use instead", "## Instead")),
        "own-rule.md:",
        "the heading `## Use instead`, after `## Example`",
    );
    says(&add("other-rule.md", good.clone()), "other-rule.md:12: the page must have the heading `# other-rule`", "");
    says(&add("Own_Rule.md", good.clone()), "Own_Rule.md:1: `Own_Rule` is no rule id", "");
    says(&add("own-rule.md", good.replace("+++", "---")), "own-rule.md:1: a rule file starts with `+++`", "");
}

#[test]
fn ids_are_taken_once() {
    let mut rules = builtin();
    let taken = rules.iter().next().expect("a rule").id.to_string();
    let text = file(&taken, &conflict_rule("true", "\"m\"", ""));
    let errors = rules.add(vec![(PathBuf::from(format!("my/{taken}.md")), text)], false).expect_err("refused").to_string();
    says(&errors, &format!("my/{taken}.md:1: `{taken}` is the id of a built-in rule"), "another name");
    let text = || file("own-rule", &conflict_rule("true", "\"m\"", ""));
    let twice = vec![(PathBuf::from("a/own-rule.md"), text()), (PathBuf::from("b/own-rule.md"), text())];
    says(
        &rules.add(twice, false).expect_err("refused").to_string(),
        "b/own-rule.md:1: `own-rule` is already declared in a/own-rule.md",
        "",
    );
}

#[test]
fn all_faults_of_all_files_are_told_and_nothing_is_loaded() {
    let folder = std::env::temp_dir().join(format!("maplint-rules-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let write = |name: &str, text: &[u8]| std::fs::write(folder.join(name), text).expect("a file");
    write("good-rule.md", file("good-rule", &conflict_rule("true", "\"m\"", "")).as_bytes());
    write("bad-rule.md", file("bad-rule", &conflict_rule("guard", "\"{x}\"", "sevrity = 1")).as_bytes());
    write("binary-rule.md", b"\xff\xfe");
    write("README.md", b"not a rule");
    write("notes.txt", b"not a rule");
    let mut rules = builtin();
    let before = rules.iter().count();
    let errors = rules.load_dir(&folder, None).expect_err("refused").0;
    let lines: Vec<(String, usize)> =
        errors.iter().map(|error| (error.file.file_name().expect("a name").to_string_lossy().into_owned(), error.line)).collect();
    let bad = |line| ("bad-rule.md".to_owned(), line);
    assert_eq!(lines, [bad(8), bad(9), bad(10), ("binary-rule.md".to_owned(), 1)]);
    assert_eq!(rules.iter().count(), before);

    std::fs::remove_file(folder.join("bad-rule.md")).expect("removed");
    assert!(rules.load_dir(&folder, None).is_err(), "one file still cannot be read");
    assert_eq!(rules.iter().count(), before);
    std::fs::remove_file(folder.join("binary-rule.md")).expect("removed");
    rules.load_dir(&folder, None).expect("only the good rule is left");
    assert_eq!(rules.iter().count(), before + 1);
    std::fs::remove_dir_all(&folder).expect("removed");
    let missing = rules.load_dir(&folder, None).expect_err("no such folder").to_string();
    assert!(missing.contains(":1: cannot be read: "), "{missing}");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(when in "[a-z.'()&|!?:<>=+\\[\\]{}0-9 \\n\"]{0,60}", message in ".{0,40}", tail in ".{0,40}") {
        let message = toml::Value::String(message).to_string();
        let _ = one_rule(&conflict_rule(&when.replace("'''", ""), &message, &tail));
    }

    #[test]
    fn deep_conditions_are_read_or_refused(depth in 0_usize..600, opens in "[(!\\[{-]") {
        let _ = one_rule(&conflict_rule(&opens.repeat(depth), "\"m\"", ""));
        let sum = vec!["1"; depth].join("+") + " > 0";
        if let Ok(rules) = one_rule(&conflict_rule(&sum, "\"m\"", "")) {
            let first = super::subjects::access(Op::Insert, 10, &[]);
            evaluate(&rules, &super::subjects::conflicts(vec![super::subjects::conflict(first, GuardState::Nothing)]), &|_| "", |_| true);
        }
    }
}
