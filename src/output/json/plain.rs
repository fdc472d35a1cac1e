//! What most of a line is, written without a second look: names of fields, which need no escapes, and texts without any.
//!
//! serde_json looks through every name letter by letter, and names are half of a row. It writes whatever is not plain.

use serde::Serialize;
use serde::ser::{Error as _, Impossible, SerializeMap, SerializeSeq, SerializeStruct, Serializer};
use serde_json::{Error, Result};

use super::push;

/// Writes compact JSON behind what is there; an error means that serde_json has to write all of the value.
pub struct Plain<'a>(pub &'a mut Vec<u8>);

/// An object or a list that is not closed yet.
pub struct Members<'a> {
    out: &'a mut Vec<u8>,
    is_first: bool,
    end: u8,
}

/// Values that are left to serde_json: a method, the type of what it takes.
macro_rules! by_serde_json {
    ($($method:ident: $value:ty),*) => {
        $(fn $method(self, value: $value) -> Result<()> {
            push(self.0, &value)
        })*
    };
}

impl<'a> Serializer for Plain<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Members<'a>;
    type SerializeMap = Members<'a>;
    type SerializeStruct = Members<'a>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    by_serde_json! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64, serialize_bool: bool, serialize_char: char, serialize_bytes: &[u8]
    }

    fn serialize_str(self, text: &str) -> Result<()> {
        if !is_plain(text.as_bytes()) {
            return push(self.0, text);
        }
        self.0.reserve(text.len() + 2);
        self.0.push(b'"');
        self.0.extend_from_slice(text.as_bytes());
        self.0.push(b'"');
        Ok(())
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.0.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Result<()> {
        Err(not_plain())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'a>> {
        Ok(Members::open(self.0, b'[', b']'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'a>> {
        Ok(Members::open(self.0, b'{', b'}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'a>> {
        Ok(Members::open(self.0, b'{', b'}'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple> {
        Err(not_plain())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct> {
        Err(not_plain())
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self::SerializeTupleVariant> {
        Err(not_plain())
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self::SerializeStructVariant> {
        Err(not_plain())
    }
}

impl<'a> Members<'a> {
    fn open(out: &'a mut Vec<u8>, start: u8, end: u8) -> Self {
        out.push(start);
        Members { out, is_first: true, end }
    }

    fn separate(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(b',');
        }
    }

    fn close(self) -> Result<()> {
        self.out.push(self.end);
        Ok(())
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
        self.out.reserve(name.len() + 4);
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        value.serialize(Plain(self.out))
    }

    fn end(self) -> Result<()> {
        self.close()
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.separate();
        let start = self.out.len();
        key.serialize(Plain(self.out))?;
        if self.out.get(start) == Some(&b'"') { Ok(()) } else { Err(not_plain()) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.out.push(b':');
        value.serialize(Plain(self.out))
    }

    fn end(self) -> Result<()> {
        self.close()
    }
}

impl SerializeSeq for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.separate();
        value.serialize(Plain(self.out))
    }

    fn end(self) -> Result<()> {
        self.close()
    }
}

fn not_plain() -> Error {
    Error::custom("left to serde_json")
}

/// Nothing is escaped in the text, and no byte of it begins a line separator.
fn is_plain(text: &[u8]) -> bool {
    match text.last_chunk() {
        Some(end) => is_plain_block(end) && text.as_chunks().0.iter().all(is_plain_block),
        None => text.iter().all(|&byte| PLAIN[usize::from(byte)]),
    }
}

static PLAIN: [bool; 256] = {
    let (mut plain, mut byte) = ([false; 256], 0);
    while byte < plain.len() {
        plain[byte] = is_plain_block(&[byte as u8; 8]);
        byte += 1;
    }
    plain
};

/// Eight bytes are looked at together, as in “Bit Twiddling Hacks”, Sean Eron Anderson: “Determine if a word has a byte less than n”.
const fn is_plain_block(block: &[u8; 8]) -> bool {
    let word = u64::from_ne_bytes(*block);
    // 0xC2 and 0xE2 begin U+0085, and U+2028 and U+2029: they differ in the bit 0x20.
    let special = less(word, b' ') | less(word ^ all(b'"'), 1) | less(word ^ all(b'\\'), 1) | less(word & all(!0x20) ^ all(0xC2), 1);
    special & all(0x80) == 0
}

/// The highest bit of a byte is set where a byte is less than `n`, at most 128; if none is, of none.
const fn less(word: u64, n: u8) -> u64 {
    word.wrapping_sub(all(n)) & !word
}

const fn all(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}
