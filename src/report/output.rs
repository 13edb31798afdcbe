//! Where reports go: the standard streams, and files that the user names. Alone in writing either.

use super::replace::Replacer;
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
/// replaced with `force`, in the manner of [`Replacer::file`]; without, that is [`io::ErrorKind::AlreadyExists`].
pub fn to_new_file(path: &Path, text: &str, force: bool) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    if force {
        return Replacer::default().file(path, text.as_bytes());
    }
    OpenOptions::new().create_new(true).write(true).open(path)?.write_all(text.as_bytes())
}

/// Writes the report into a file, which is made or replaced in the manner of [`Replacer::file`]; into a pipe or a device as
/// it is.
pub fn to_file(path: &Path, format: Format, report: &Report, presentation: &Presentation) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        let mut out = BufWriter::new(File::create(path)?);
        format.write(report, presentation, &mut out)?;
        return out.flush();
    }
    let mut content = Vec::new();
    format.write(report, presentation, &mut content)?;
    Replacer::default().file(path, &content)
}
