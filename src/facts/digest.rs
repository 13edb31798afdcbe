//! Numbers of things: what is told apart here has another number, for all that is known (XXH3 with 128 bits).

use super::FileFacts;
use serde::{Serialize, Serializer, ser};
use std::fmt::{self, Display, Write};
use xxhash_rust::xxh3::Xxh3Default;

/// What says where something stands.
const PLACES: [&str; 2] = [SPAN, "Line"];

const SPAN: &str = "Span";

/// What a body does: no part of what a file declares.
const BODIES: [&str; 2] = ["Body", "NodeId"];

/// Gathers things into a number, in order.
#[derive(Clone, Default)]
pub(crate) struct Digest {
    state: Xxh3Default,
    takes: Takes,
    /// The bounds of spans, where these are gathered beside the number.
    bounds: Vec<u32>,
}

/// What is part of the number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Takes {
    /// All.
    #[default]
    All,
    /// All but bodies and places.
    Heads,
    /// All but places: the bounds of spans are gathered.
    Code,
    /// Nothing: these are the bounds of a span.
    Bounds,
}

/// The number of one thing.
pub(crate) fn of(thing: &impl Serialize) -> u128 {
    let mut digest = Digest::default();
    digest.add(thing);
    digest.finish()
}

/// The number of what a file declares: the same whatever its functions do, and wherever in the file something stands.
pub(crate) fn of_declarations(facts: &FileFacts) -> u128 {
    let mut digest = Digest { takes: Takes::Heads, ..Digest::default() };
    digest.add(facts);
    for function in &facts.functions {
        let named = function.receiver.iter().chain(&function.params).chain(&function.named_results);
        named.for_each(|local| digest.add(function.body.local(*local)));
    }
    digest.finish()
}

/// The number of what a file says, the same wherever in it something stands; and where the spans of its facts start and end,
/// one after the other, in an order that is that of any file with this number. Lines are no part of either.
pub(crate) fn of_code(facts: &FileFacts) -> (u128, Vec<u32>) {
    let mut digest = Digest { takes: Takes::Code, ..Digest::default() };
    digest.add(facts);
    (digest.finish(), digest.bounds)
}

impl Digest {
    /// Adds a thing: each of its parts.
    pub(crate) fn add(&mut self, thing: &(impl Serialize + ?Sized)) {
        let added = thing.serialize(&mut *self);
        debug_assert!(added.is_ok(), "all that is added is plain data");
    }

    /// Adds all that `Debug` tells of a thing: each field of it, where that is derived.
    pub(crate) fn show(&mut self, thing: &dyn fmt::Debug) {
        // Writing into a hash does not fail.
        _ = write!(self, "{thing:?}\0");
    }

    /// The number.
    pub(crate) fn finish(&self) -> u128 {
        self.state.digest128()
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.state.update(bytes);
    }

    fn length(&mut self, length: usize) {
        self.state.update(&(length as u64).to_le_bytes());
    }

    /// Whether a thing whose type has this name is no part of the number.
    fn leaves_out(&self, name: &str) -> bool {
        match self.takes {
            Takes::All | Takes::Bounds => false,
            Takes::Heads => PLACES.contains(&name) || BODIES.contains(&name),
            Takes::Code => PLACES.contains(&name),
        }
    }
}

impl Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.state.update(text.as_bytes());
        Ok(())
    }
}

/// What a thing says that cannot be told in parts.
#[derive(Debug)]
pub(crate) struct Refused(String);

impl Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: Display>(message: T) -> Refused {
        Refused(message.to_string())
    }
}

/// The parts of a thing, or nothing of them.
pub(crate) struct Parts<'d> {
    digest: &'d mut Digest,
    of: Of,
}

/// What parts are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// A part of the number.
    Number,
    /// A span whose bounds are gathered.
    Gathered,
    /// What is left out.
    Nothing,
}

impl Parts<'_> {
    fn part(&mut self, part: &(impl Serialize + ?Sized)) -> Result<(), Refused> {
        match self.of {
            Of::Number => part.serialize(&mut *self.digest),
            Of::Gathered => {
                let takes = std::mem::replace(&mut self.digest.takes, Takes::Bounds);
                let done = part.serialize(&mut *self.digest);
                self.digest.takes = takes;
                done
            }
            Of::Nothing => Ok(()),
        }
    }
}

macro_rules! numbers {
    ($($method:ident $ty:ty)*) => {$(
        fn $method(self, value: $ty) -> Result<(), Refused> {
            self.state.update(&value.to_le_bytes());
            Ok(())
        }
    )*};
}

impl<'d> Serializer for &'d mut Digest {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Parts<'d>;
    type SerializeTuple = Parts<'d>;
    type SerializeTupleStruct = Parts<'d>;
    type SerializeTupleVariant = Parts<'d>;
    type SerializeMap = Parts<'d>;
    type SerializeStruct = Parts<'d>;
    type SerializeStructVariant = Parts<'d>;

    numbers! {
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64
        serialize_u8 u8 serialize_u16 u16 serialize_u64 u64
        serialize_i128 i128 serialize_u128 u128 serialize_f32 f32 serialize_f64 f64
    }

    fn serialize_u32(self, value: u32) -> Result<(), Refused> {
        match self.takes {
            Takes::Bounds => self.bounds.push(value),
            Takes::All | Takes::Heads | Takes::Code => self.state.update(&value.to_le_bytes()),
        }
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Refused> {
        self.serialize_u8(u8::from(value))
    }

    fn serialize_char(self, value: char) -> Result<(), Refused> {
        self.serialize_u32(u32::from(value))
    }

    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.bytes(value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Refused> {
        self.bytes(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Refused> {
        self.serialize_u8(0)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refused> {
        self.state.update(&[1]);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, variant: u32, _: &'static str) -> Result<(), Refused> {
        self.serialize_u32(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), Refused> {
        if self.leaves_out(name) { Ok(()) } else { value.serialize(self) }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        variant: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        self.state.update(&variant.to_le_bytes());
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Parts<'d>, Refused> {
        self.length(length.unwrap_or_default());
        Ok(Parts { digest: self, of: Of::Number })
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'d>, Refused> {
        Ok(Parts { digest: self, of: Of::Number })
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'d>, Refused> {
        Ok(Parts { digest: self, of: Of::Number })
    }

    fn serialize_tuple_variant(self, _: &'static str, variant: u32, _: &'static str, _: usize) -> Result<Parts<'d>, Refused> {
        self.state.update(&variant.to_le_bytes());
        Ok(Parts { digest: self, of: Of::Number })
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Parts<'d>, Refused> {
        self.serialize_seq(length)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'d>, Refused> {
        let of = match self.leaves_out(name) {
            false => Of::Number,
            true if name == SPAN && self.takes == Takes::Code => Of::Gathered,
            true => Of::Nothing,
        };
        Ok(Parts { digest: self, of })
    }

    fn serialize_struct_variant(self, _: &'static str, variant: u32, _: &'static str, _: usize) -> Result<Parts<'d>, Refused> {
        self.state.update(&variant.to_le_bytes());
        Ok(Parts { digest: self, of: Of::Number })
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

macro_rules! parts {
    ($($kind:ident::$method:ident)*) => {$(
        impl ser::$kind for Parts<'_> {
            type Ok = ();
            type Error = Refused;

            fn $method<T: Serialize + ?Sized>(&mut self, part: &T) -> Result<(), Refused> {
                self.part(part)
            }

            fn end(self) -> Result<(), Refused> {
                Ok(())
            }
        }
    )*};
}

parts! { SerializeSeq::serialize_element SerializeTuple::serialize_element SerializeTupleStruct::serialize_field SerializeTupleVariant::serialize_field }

macro_rules! fields {
    ($($kind:ident)*) => {$(
        impl ser::$kind for Parts<'_> {
            type Ok = ();
            type Error = Refused;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, part: &T) -> Result<(), Refused> {
                self.part(part)
            }

            fn end(self) -> Result<(), Refused> {
                Ok(())
            }
        }
    )*};
}

fields! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        self.part(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.part(value)
    }

    fn end(self) -> Result<(), Refused> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
