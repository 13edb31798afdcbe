//! Compares what a case's marks expect with what the tool said.

use super::marks::{Expectation, Mark};
use std::collections::BTreeSet;

/// A finding of the tool, as far as marks speak of it.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// Rule id.
    pub(crate) rule: String,
    /// 1-based line where the primary location starts.
    pub(crate) line: u32,
    /// As the report writes it.
    pub(crate) severity: String,
    /// The message.
    pub(crate) message: String,
}

/// A map access of the model, as far as marks speak of it.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// 1-based.
    pub(crate) line: u32,
    /// The map as written.
    pub(crate) map: String,
    /// What the access does.
    pub(crate) op: String,
    /// Locks held.
    pub(crate) locks: BTreeSet<String>,
}

/// What does not fit in one file, in the order of its lines: `(line, complaint)`.
pub(crate) fn mismatches(marks: &[Mark], findings: &[Finding], accesses: &[Access]) -> Vec<(u32, String)> {
    let mut complaints = Vec::new();
    let mut unexplained: Vec<&Finding> = findings.iter().collect();
    // A text that says more is matched first: it can be met by fewer findings.
    let mut by_detail: Vec<&Mark> = marks.iter().collect();
    by_detail.sort_by_key(|mark| match &mark.expects {
        Expectation::Want { text, .. } => std::cmp::Reverse(text.len()),
        _ => std::cmp::Reverse(0),
    });
    for mark in by_detail {
        let mut take = |rule: &str, text: &str| {
            let fits = |found: &&Finding| found.line == mark.line && found.rule == rule && found.message.contains(text);
            unexplained.iter().position(fits).map(|at| unexplained.swap_remove(at))
        };
        let complaint = match &mark.expects {
            Expectation::Want { rule, text } => {
                take(rule, text).is_none().then(|| format!("want {rule} {text:?}, but nothing of that kind is reported"))
            }
            Expectation::Noise { rule } => {
                take(rule, "").is_none().then(|| format!("noise {rule} is no longer reported: take the mark away"))
            }
            Expectation::Gap { rule } => {
                take(rule, "").map(|found| format!("gap {rule} is closed: make the mark a want ({})", found.message))
            }
            Expectation::Severity(severity) => wrong_severity(mark.line, severity, findings),
            Expectation::Locks(locks) => wrong_locks(mark.line, locks, accesses),
        };
        complaints.extend(complaint.map(|complaint| (mark.line, complaint)));
    }
    complaints.extend(unexplained.iter().map(|found| (found.line, format!("{} is not wanted here: {}", found.rule, found.message))));
    complaints.sort();
    complaints
}

fn wrong_severity(line: u32, expected: &str, findings: &[Finding]) -> Option<String> {
    let here: Vec<&Finding> = findings.iter().filter(|found| found.line == line).collect();
    if here.is_empty() {
        return Some(format!("fact severity {expected:?}, but nothing is reported here"));
    }
    let wrong = here.iter().find(|found| found.severity != expected)?;
    Some(format!("fact severity {expected:?}, but {} is of severity {:?}", wrong.rule, wrong.severity))
}

fn wrong_locks(line: u32, expected: &BTreeSet<String>, accesses: &[Access]) -> Option<String> {
    let here: Vec<&Access> = accesses.iter().filter(|access| access.line == line).collect();
    let wrong: Vec<String> = here
        .iter()
        .filter(|access| access.locks != *expected)
        .map(|access| format!("{:?} at the {} of `{}`", written(&access.locks), access.op, access.map))
        .collect();
    match (here.is_empty(), wrong.is_empty()) {
        (true, _) => Some(format!("fact locks {:?}, but the model has no map access here", written(expected))),
        (false, true) => None,
        (false, false) => Some(format!("fact locks {:?}, but the model has {}", written(expected), wrong.join(" and "))),
    }
}

/// Locks as a mark writes them.
fn written(locks: &BTreeSet<String>) -> String {
    if locks.is_empty() { "none".to_owned() } else { locks.iter().map(String::as_str).collect::<Vec<_>>().join(", ") }
}

#[cfg(test)]
mod tests {
    use super::super::marks;
    use super::*;

    fn check(source: &str, findings: &[(u32, &str, &str)], accesses: &[(u32, &[&str])]) -> Vec<(u32, String)> {
        let marks = marks::parse(source).expect("the marks of this test are well formed");
        let findings: Vec<Finding> = findings
            .iter()
            .map(|(line, rule, message)| Finding {
                rule: (*rule).to_owned(),
                line: *line,
                severity: "error".to_owned(),
                message: (*message).to_owned(),
            })
            .collect();
        let accesses: Vec<Access> = accesses
            .iter()
            .map(|(line, locks)| Access {
                line: *line,
                map: "m".to_owned(),
                op: "get".to_owned(),
                locks: locks.iter().map(|lock| (*lock).to_owned()).collect(),
            })
            .collect();
        mismatches(&marks, &findings, &accesses)
    }

    #[test]
    fn a_want_is_met_once() {
        assert_eq!(check("// want a \"x\"", &[(1, "a", "has x")], &[]), []);
        assert_eq!(check("// want a \"x\"", &[(1, "a", "has x"), (1, "a", "x too")], &[]).len(), 1);
        assert_eq!(check("// want a \"x\" want a \"x\"", &[(1, "a", "has x")], &[]).len(), 1);
    }

    #[test]
    fn a_want_is_missed_by_another_line_rule_or_message() {
        for finding in [(2, "a", "x"), (1, "b", "x"), (1, "a", "y")] {
            assert_eq!(check("// want a \"x\"", &[finding], &[]).len(), 2, "{finding:?}");
        }
    }

    #[test]
    fn the_longer_text_chooses_first() {
        assert_eq!(check("// want a \"x\" want a \"xy\"", &[(1, "a", "xy"), (1, "a", "xz")], &[]), []);
    }

    #[test]
    fn a_gap_holds_until_it_is_reported() {
        assert_eq!(check("// gap a \"why\"", &[], &[]), []);
        assert_eq!(check("// gap a \"why\"", &[(1, "a", "x")], &[]), [(1, "gap a is closed: make the mark a want (x)".to_owned())]);
    }

    #[test]
    fn noise_holds_while_it_is_reported() {
        assert_eq!(check("// noise a \"why\"", &[(1, "a", "x")], &[]), []);
        assert_eq!(check("// noise a \"why\"", &[], &[]).len(), 1);
    }

    #[test]
    fn a_severity_is_that_of_all_that_is_reported() {
        assert_eq!(check("// want a \"x\" fact severity \"error\"", &[(1, "a", "x")], &[]), []);
        let wrong = "fact severity \"note\", but a is of severity \"error\"".to_owned();
        assert_eq!(check("// want a \"x\" fact severity \"note\"", &[(1, "a", "x")], &[]), [(1, wrong)]);
        assert_eq!(check("// fact severity \"note\"", &[], &[]).len(), 1);
    }

    #[test]
    fn what_no_mark_speaks_of_is_unwanted() {
        assert_eq!(check("", &[(3, "a", "x")], &[]), [(3, "a is not wanted here: x".to_owned())]);
    }

    #[test]
    fn each_access_of_the_line_holds_the_locks() {
        let source = "// fact locks \"c.mu\"";
        assert_eq!(check(source, &[], &[(1, &["c.mu"]), (1, &["c.mu"]), (2, &[])]), []);
        let wrong = check(source, &[], &[(1, &["c.mu"]), (1, &[])]);
        assert_eq!(wrong, [(1, "fact locks \"c.mu\", but the model has \"none\" at the get of `m`".to_owned())]);
        assert_eq!(check(source, &[], &[]).len(), 1);
    }
}
