//! What the formats in XML share: a document of elements, in which no text can break the markup.
//!
//! XML 1.0 forbids most control characters and two others, even as references. They are shown as their
//! codes, with all else that does something other than show itself.

use super::terminal::{printable, printable_lines};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::borrow::Cow;
use std::io::{self, Write};

/// The writer that elements are written with.
pub(super) type Xml<'a> = Writer<&'a mut dyn Write>;

/// Writes a document: `element` is its only one.
pub(super) fn write_document(out: &mut dyn Write, element: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    element(&mut xml)?;
    xml.get_mut().write_all(b"\n")
}

/// Writes an element with attributes and what stands in it.
pub(super) fn element(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    attributed(xml, name, attributes, |element| element.write_inner_content(inner))
}

/// Writes an element with attributes and nothing in it.
pub(super) fn empty_element(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    attributed(xml, name, attributes, |element| element.write_empty())
}

/// Writes an element with attributes and a text of several lines.
pub(super) fn text_element(xml: &mut Xml, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    let text = allowed(printable_lines(text));
    attributed(xml, name, attributes, |element| element.write_text_content(BytesText::new(&text)))
}

fn attributed<'x, 'o>(
    xml: &'x mut Xml<'o>,
    name: &'x str,
    attributes: &[(&str, &str)],
    write: impl FnOnce(quick_xml::writer::ElementWriter<'x, &'o mut dyn Write>) -> io::Result<&'x mut Xml<'o>>,
) -> io::Result<()> {
    let values: Vec<(&str, Cow<str>)> = attributes.iter().map(|(name, value)| (*name, allowed(printable(value)))).collect();
    let element = xml.create_element(name).with_attributes(values.iter().map(|(name, value)| (*name, &**value)));
    write(element).map(drop)
}

/// `text` without the two characters that are harmless on a terminal and forbidden in XML.
fn allowed(text: Cow<str>) -> Cow<str> {
    match text.contains(['\u{fffe}', '\u{ffff}']) {
        true => text.replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}").into(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_breaks_the_markup() {
        let mut out = Vec::new();
        let hostile = "<a b='\"'>&\u{0}\u{1b}\u{ffff}\t]]>";
        write_document(&mut out, |xml| {
            element(xml, "r", &[("a", hostile)], |xml| {
                empty_element(xml, "e", &[])?;
                text_element(xml, "t", &[], hostile)
            })
        })
        .expect("a vector can be written to");
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r a=\"&lt;a b=&apos;&quot;&apos;&gt;&amp;\\u{0}\\u{1b}\\u{ffff}\\t]]&gt;\">\n  <e/>\n  <t>&lt;a b=&apos;&quot;&apos;&gt;&amp;\\u{0}\\u{1b}\\u{ffff}\t]]&gt;</t>\n</r>\n";
        assert_eq!(String::from_utf8(out).expect("it is UTF-8"), expected);
    }
}
