//! `maplint explain` and `maplint rules`: what the rules say of themselves.

use super::args::{ExplainArgs, RulesArgs};
use super::values::ListFormat;
use super::{CLEAN, FAILURE, blocking, fail, print, refuse, settings};
use crate::driver::Rules;
use crate::report::terminal::{ColorWhen, printable, printable_lines};
use crate::report::{RuleInfo, language_name, nearest, severity_name, write_columns};
use std::io::{self, Write};

/// Prints a rule's page, as Markdown.
pub(super) fn explain(args: &ExplainArgs) -> u8 {
    let rules = match settings::rules(&args.rules) {
        Ok(rules) => rules,
        Err(problems) => return refuse(&problems, ColorWhen::Auto),
    };
    let code = match rules.infos.iter().find(|rule| rule.id.as_str() == args.id) {
        Some(rule) => print(|out| out.write_all(printable_lines(&rule.page).as_bytes())),
        None => {
            let hint = match nearest(&args.id, rules.infos.iter().map(|rule| rule.id.as_str())) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "`maplint rules` lists them".to_owned(),
            };
            fail(&blocking("", &format!("no rule is named `{}`; {hint}", args.id)))
        }
    };
    code.max(refused(&rules))
}

/// Lists all rules.
pub(super) fn rules(args: &RulesArgs) -> u8 {
    let rules = match settings::rules(&args.rules) {
        Ok(rules) => rules,
        Err(problems) => return refuse(&problems, ColorWhen::Auto),
    };
    let code = print(|out| match args.format {
        ListFormat::Table => table(&rules.infos, out),
        ListFormat::Json => json(&rules.infos, out),
    });
    code.max(refused(&rules))
}

/// Tells of the rule files that were refused: they make the exit code 2, the others still count.
fn refused(rules: &Rules) -> u8 {
    let codes = rules.problems.iter().map(fail);
    codes.max().unwrap_or(CLEAN).min(FAILURE)
}

fn table(rules: &[RuleInfo], out: &mut dyn Write) -> io::Result<()> {
    let header = ["RULE", "LANGUAGES", "CATEGORY", "LEVEL", "DEFAULT", "REPORTS"].map(String::from);
    let rows: Vec<_> = std::iter::once(header).chain(rules.iter().map(row)).collect();
    write_columns(&rows, out)
}

fn row(rule: &RuleInfo) -> [String; 6] {
    let languages: Vec<_> = rule.languages.iter().map(|language| language_name(*language)).collect();
    [
        printable(&rule.id).into_owned(),
        languages.join(", "),
        printable(&rule.category).into_owned(),
        severity_name(rule.severity).to_owned(),
        (if rule.default { "on" } else { "off" }).to_owned(),
        printable(&rule.summary).into_owned(),
    ]
}

#[derive(serde::Serialize)]
struct JsonRule<'a> {
    id: &'a str,
    summary: &'a str,
    category: &'a str,
    severity: &'a str,
    default: bool,
    languages: Vec<String>,
    cwe: &'a [u32],
}

fn json(rules: &[RuleInfo], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<_> = rules
        .iter()
        .map(|rule| JsonRule {
            id: &rule.id,
            summary: &rule.summary,
            category: &rule.category,
            severity: severity_name(rule.severity),
            default: rule.default,
            languages: rule.languages.iter().map(|language| language_name(*language).to_lowercase()).collect(),
            cwe: &rule.cwe,
        })
        .collect();
    crate::report::write_json(&rows, out)
}
