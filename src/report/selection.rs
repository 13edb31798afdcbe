//! Which rules run: `--select` and `--ignore` against the rules there are.

use super::RuleInfo;
use crate::diagnostic::RuleId;
use std::collections::BTreeSet;

/// The rules that a run asks for.
#[derive(Clone, Debug)]
pub struct Selection {
    enabled: BTreeSet<RuleId>,
}

/// A name that is neither a rule, nor a category, nor `all`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct UnknownName {
    /// What was written.
    pub name: String,
    /// The nearest name there is.
    pub nearest: Option<String>,
}

impl std::fmt::Display for UnknownName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no rule or category is named `{}`", self.name)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => write!(f, "; `maplint rules` lists them"),
        }
    }
}

impl Selection {
    /// Without `select`, the rules that are on by default; with it, those it names: an id its rule,
    /// a category its rules that are on by default, `all` every rule. `ignore` takes away. Where both
    /// name a rule, the more specific name wins (an id over a category over `all`), and `ignore`
    /// where they are equal.
    pub fn new(select: &[String], ignore: &[String], rules: &[RuleInfo]) -> Result<Selection, UnknownName> {
        for name in select.iter().chain(ignore) {
            if !rules.iter().any(|rule| specificity(name, rule) > 0) && name != "all" {
                let names = rules.iter().flat_map(|rule| [rule.id.as_str(), rule.category.as_str()]);
                return Err(UnknownName { name: name.clone(), nearest: nearest(name, names.chain(["all"])) });
            }
        }
        let wanted = |rule: &&RuleInfo| {
            let strengths = |names: &'_ [String]| names.iter().map(|name| specificity(name, rule)).collect::<Vec<_>>();
            let selects = |strength: &u8| *strength != BY_CATEGORY || rule.default;
            let selected = match select {
                [] => u8::from(rule.default),
                names => strengths(names).into_iter().filter(selects).max().unwrap_or(0),
            };
            selected > strengths(ignore).into_iter().max().unwrap_or(0)
        };
        Ok(Selection { enabled: rules.iter().filter(wanted).map(|rule| rule.id).collect() })
    }

    /// Whether a rule runs.
    pub fn enables(&self, rule: RuleId) -> bool {
        self.enabled.contains(&rule)
    }
}

/// The one of `names` that `name` was probably meant to be.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let scored = names.map(|candidate| (strsim::jaro_winkler(name, candidate), candidate));
    let (score, best) = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    (score > 0.8).then(|| best.to_owned())
}

const BY_ID: u8 = 3;
const BY_CATEGORY: u8 = 2;
const BY_ALL: u8 = 1;

/// How specifically `name` names `rule`; 0: not at all.
fn specificity(name: &str, rule: &RuleInfo) -> u8 {
    if name == rule.id.as_str() {
        BY_ID
    } else if name == rule.category.as_str() {
        BY_CATEGORY
    } else if name == "all" {
        BY_ALL
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    fn rules() -> Vec<RuleInfo> {
        [("write", "race", true), ("read", "race", true), ("unsized", "advice", false)]
            .map(|(id, category, default)| RuleInfo {
                id: id.into(),
                summary: String::new(),
                category: category.into(),
                severity: Severity::Error,
                default,
                languages: Vec::new(),
                page: String::new(),
            })
            .into()
    }

    #[track_caller]
    fn check(select: &[&str], ignore: &[&str], expected: &[&str]) {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let selection = Selection::new(&owned(select), &owned(ignore), &rules()).expect("the names are known");
        let enabled: Vec<_> = rules().iter().map(|rule| rule.id).filter(|id| selection.enables(*id)).collect();
        assert_eq!(enabled, expected);
    }

    #[test]
    fn names_select_and_ignore() {
        check(&[], &[], &["write", "read"]);
        check(&["unsized"], &[], &["unsized"]);
        check(&["all"], &[], &["write", "read", "unsized"]);
        check(&["race", "advice"], &["read"], &["write"]);
        check(&["race", "unsized"], &["read"], &["write", "unsized"]);
        check(&[], &["race"], &[]);
        check(&[], &["all"], &[]);
    }

    #[test]
    fn the_more_specific_name_wins() {
        check(&["write"], &["race"], &["write"]);
        check(&["all"], &["race"], &["unsized"]);
        check(&["write"], &["write"], &[]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest() {
        let error = Selection::new(&["unsised".into()], &[], &rules()).expect_err("there is no such rule");
        assert_eq!(error.to_string(), "no rule or category is named `unsised`; did you mean `unsized`?");
        let error = Selection::new(&[], &["zzz".into()], &rules()).expect_err("there is no such rule");
        assert_eq!(error.to_string(), "no rule or category is named `zzz`; `maplint rules` lists them");
    }
}
