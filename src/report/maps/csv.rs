//! `csv`: RFC 4180, a header and a line for each map. Lists are joined by `; `.

use super::row::Row;
use std::collections::BTreeSet;
use std::io::{self, Write};

const HEADER: [&str; 23] = [
    "file",
    "line",
    "name",
    "type",
    "language",
    "package",
    "scope",
    "test",
    "guard",
    "held",
    "uses",
    "confidence",
    "sharing",
    "threads",
    "writers",
    "readers",
    "deletes",
    "ranges",
    "keys",
    "growth",
    "contract",
    "advice",
    "rules",
];

/// Writes all of it.
pub(super) fn write(rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(HEADER)?;
    for row in rows {
        writer.write_record(record(row))?;
    }
    writer.flush()
}

fn record(row: &Row<'_>) -> Vec<String> {
    let joined = |texts: &BTreeSet<&str>| texts.iter().copied().collect::<Vec<_>>().join("; ");
    let guard = row.guard.as_ref();
    let confidence = |confidence| serde_json::to_value(confidence).ok().and_then(|name| name.as_str().map(str::to_owned));
    vec![
        row.file.to_owned(),
        row.line.to_string(),
        row.name.clone(),
        row.ty.to_owned(),
        row.language.clone(),
        row.package.to_owned(),
        row.scope.to_owned(),
        row.test.to_string(),
        row.guard_name().to_owned(),
        guard.map_or_else(String::new, |guard| guard.held.to_string()),
        guard.map_or_else(String::new, |guard| guard.uses.to_string()),
        guard.and_then(|guard| confidence(guard.confidence)).unwrap_or_default(),
        row.sharing.to_owned(),
        row.threads.join("; "),
        joined(&row.writers),
        joined(&row.readers),
        row.deletes.to_string(),
        row.ranges.to_string(),
        row.keys.clone(),
        row.growth.to_owned(),
        row.contract.as_ref().map_or_else(String::new, |contract| format!("{} ({})", contract.text, contract.standing)),
        row.advice.to_owned(),
        joined(&row.rules),
    ]
}
