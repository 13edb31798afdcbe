//! `concise`: `path:line:column: level[rule] message`, one line a finding.

use super::terminal::printable;
use super::{Presentation, Report, severity_name};
use std::io::{self, Write};

/// Writes the findings; columns count characters from 1.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let Presentation { sources, paint, .. } = presentation;
    for finding in report.listed(presentation) {
        let diagnostic = &finding.diagnostic;
        let location = diagnostic.primary.location;
        let start = sources.range(location).start;
        let level =
            paint.severity(diagnostic.severity, &format!("{}[{}]", severity_name(diagnostic.severity), printable(&diagnostic.rule)));
        let place = paint.bold(&format!("{}:{}:{}", printable(sources.path(location.file)), start.line, start.column));
        let suppressed = if finding.silenced.is_some() { " (suppressed)" } else { "" };
        writeln!(out, "{place}: {level} {}{suppressed}", printable(&diagnostic.message))?;
    }
    Ok(())
}
