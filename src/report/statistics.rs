//! The findings in numbers, in the place of the findings: `--statistics`.

use super::terminal::{Paint, printable};
use super::{Report, severity_name};
use crate::diagnostic::{RuleId, Severity};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// A line for each rule and level that has findings: how many, the level, the rule; the most frequent
/// first.
pub fn write_statistics(report: &Report, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<(RuleId, Severity), usize> = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry((finding.diagnostic.rule, finding.diagnostic.severity)).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().map(|((rule, severity), count)| (count, severity, rule)).collect();
    rows.sort_by_key(|(count, severity, rule)| (Reverse(*count), Reverse(*severity), rule.as_str()));
    let width = rows.first().map_or(0, |(count, ..)| count.to_string().len());
    for (count, severity, rule) in rows {
        let level = paint.severity(severity, &format!("{:7}", severity_name(severity)));
        writeln!(out, "{count:width$}  {level}  {}", printable(&rule))?;
    }
    Ok(())
}
