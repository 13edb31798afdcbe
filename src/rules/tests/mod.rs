//! Tests of the rule engine: what is refused when a rule is loaded, and what the rules say of
//! subjects made by hand.

mod evaluation;
mod loading;
mod subjects;

use super::{RuleErrors, RuleSet};
use std::path::PathBuf;

/// The rules that come with the tool.
fn builtin() -> RuleSet {
    RuleSet::builtin().unwrap_or_else(|errors| panic!("{errors}"))
}

/// A set of one user rule, its page in order, with this front matter.
fn one_rule(front_matter: &str) -> Result<RuleSet, RuleErrors> {
    let mut rules = RuleSet { rules: Vec::new() };
    rules.add(vec![(PathBuf::from("my/own-rule.md"), file("own-rule", front_matter))], false)?;
    Ok(rules)
}

/// A rule file with a page in order.
fn file(id: &str, front_matter: &str) -> String {
    let headings = super::page::HEADINGS.join("\n\n");
    format!("+++\n{front_matter}\n+++\n# {id}\n\n{headings}\n")
}

/// Front matter about conflicts that is in order but for `when`, `message` and what follows them.
fn conflict_rule(when: &str, message: &str, more: &str) -> String {
    format!(
        "summary = \"s\"\ncategory = \"race\"\nseverity = \"error\"\nlanguages = [\"go\", \"rust\"]\nsince = \"0.1.0\"\n\
         about = \"conflict\"\nwhen = '''{when}'''\nmessage = {message}\n{more}"
    )
}
