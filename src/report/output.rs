//! Where reports go: the standard streams, and files that the user names. Alone in writing either.

use super::{Format, Presentation, Report};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Runs `write` on standard output. A reader that has gone away is no error: the rest is not
/// written, quietly.
pub fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = write(&mut out).and_then(|()| out.flush());
    if written.is_err() {
        // What is left in the buffer has no reader; dropping the writer would try again.
        let _ = out.into_parts();
    }
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// Writes a text into a new file, whose folder is made where it is missing. A file that is there is
/// overwritten with `force`; without, that is [`io::ErrorKind::AlreadyExists`].
pub fn to_new_file(path: &Path, text: &str, force: bool) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    let options = if force { options.create(true).truncate(true) } else { options.create_new(true) };
    options.write(true).open(path)?.write_all(text.as_bytes())
}

/// Writes the report into a file, which is made or overwritten.
pub fn to_file(path: &Path, format: Format, report: &Report, presentation: &Presentation) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    format.write(report, presentation, &mut out)?;
    out.flush()
}
