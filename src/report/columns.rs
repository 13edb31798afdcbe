//! Rows in aligned columns, for people: nothing is cut off.

use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// The widest cell that others are aligned to; what is wider moves its own row only.
const WIDEST: usize = 40;

/// Writes rows of as many cells each, the last of them unpadded. Cells are printable already.
pub fn write_columns<const N: usize>(rows: &[[String; N]], out: &mut dyn Write) -> io::Result<()> {
    let width = |column: usize| rows.iter().map(|row| row[column].width()).filter(|width| *width <= WIDEST).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_are_seen() {
        let long = "x".repeat(WIDEST + 1);
        let rows = [["a", "b", "c"], ["größe", "地図", ""], [long.as_str(), "", "d"]].map(|row| row.map(str::to_owned));
        let mut out = Vec::new();
        write_columns(&rows, &mut out).expect("a vector can be written to");
        let expected = format!("a      b     c\ngröße  地図\n{long}        d\n");
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
