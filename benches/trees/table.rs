//! Ratios with their range, and tables in Markdown.

use std::fmt;

/// The median of ratios, each of one round, and the least and the greatest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ratios {
    median: f64,
    least: f64,
    greatest: f64,
}

impl Ratios {
    /// Of at least one ratio, in any order.
    pub(crate) fn of(ratios: impl IntoIterator<Item = f64>) -> Ratios {
        let mut ratios: Vec<f64> = ratios.into_iter().collect();
        ratios.sort_by(f64::total_cmp);
        let middle = ratios.len() / 2;
        let median = if ratios.len() % 2 == 1 { ratios[middle] } else { (ratios[middle - 1] + ratios[middle]) / 2.0 };
        Ratios { median, least: ratios[0], greatest: ratios[ratios.len() - 1] }
    }
}

impl fmt::Display for Ratios {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ratios { median, least, greatest } = self;
        // Three digits that tell, as far as there are any after the point.
        let digits = if *median < 10.0 {
            2
        } else if *median < 100.0 {
            1
        } else {
            0
        };
        write!(f, "{median:.digits$}")?;
        if least == greatest { Ok(()) } else { write!(f, " ({least:.digits$} to {greatest:.digits$})") }
    }
}

/// A table: names to the left, numbers to the right.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].len()).chain([head[column].len(), 3]).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |cells: [&str; N]| {
        let cell = |(column, text): (usize, &str)| match column {
            0 => format!("| {text:<width$} ", width = widths[column]),
            _ => format!("| {text:>width$} ", width = widths[column]),
        };
        format!("{}|\n", cells.into_iter().enumerate().map(cell).collect::<String>())
    };
    let rule: String = (0..N).map(|column| format!("|{}{}", "-".repeat(widths[column] + 1), if column == 0 { "-" } else { ":" })).collect();
    let body = rows.iter().map(|row| line(std::array::from_fn(|column| row[column].as_str())));
    format!("{}{rule}|\n{}", line(head), body.collect::<String>())
}

/// Bytes as megabytes.
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}
