//! A stable text form of facts: what `maplint facts` prints, golden tests hold and bug reports show.

use super::FileFacts;

/// The facts of one file as text. The same facts give the same text; `text` is the file's source,
/// from which lines are counted.
pub fn dump(facts: &FileFacts, text: &str) -> String {
    let _ = text;
    format!("{facts:#?}\n")
}
