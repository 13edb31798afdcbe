//! `table`: aligned columns.

use super::row::Row;
use crate::report::terminal::printable;
use crate::report::write_columns;
use std::io::{self, Write};

const HEADER: [&str; 15] = [
    "PLACE", "MAP", "TYPE", "SCOPE", "GUARD", "SHARED", "THREADS", "WRITERS", "READERS", "DELETES", "RANGES", "KEYS", "GROWTH", "ADVICE",
    "CONTRACT",
];

/// Writes the header, and a line for each map; nothing where there is none.
pub(super) fn write(rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let lines: Vec<_> = std::iter::once(HEADER.map(String::from)).chain(rows.iter().map(line)).collect();
    write_columns(&lines, out)
}

fn line(row: &Row<'_>) -> [String; 15] {
    let guard = row.guard.as_ref().map_or("-".to_owned(), |guard| match guard.held == guard.uses {
        true => guard.name.to_owned(),
        false => format!("{} ({} of {})", guard.name, guard.held, guard.uses),
    });
    let contract = row.contract.as_ref().map_or("-".to_owned(), |contract| format!("{} ({})", contract.text, contract.standing));
    let or_dash = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    [
        format!("{}:{}", row.file, row.line),
        row.name.clone(),
        or_dash(row.ty),
        row.scope.to_owned(),
        guard,
        row.sharing.to_owned(),
        row.threads.len().to_string(),
        row.writers.len().to_string(),
        row.readers.len().to_string(),
        row.deletes.to_string(),
        row.ranges.to_string(),
        or_dash(&row.keys),
        row.growth.to_owned(),
        std::iter::once(row.advice).chain(row.rules.iter().copied()).collect::<Vec<_>>().join(" "),
        contract,
    ]
    .map(|cell| printable(&cell).into_owned())
}
