//! JSON lines that every reader takes: no byte-order mark, no raw line separator.
//!
//! The bytes are those of `serde_json` but for the separators. It looks at every
//! byte of every key and text by itself; records are little else than keys and
//! plain texts, so here keys are copied and texts looked through in blocks.

mod compound;
mod string;
#[cfg(test)]
mod tests;

use std::fmt::Display;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::{Error, Result};

use self::compound::Compound;
use self::string::{push_key, push_string, push_word};

/// Appends `value` as one line of JSON, ended by `\n`; U+0085, U+2028 and U+2029 are escaped, since some readers end a line there.
///
/// # Errors
/// Those of `value`'s own `Serialize`, and a key of a map that is no text; writing to memory does not fail.
pub fn push_line<T: Serialize + ?Sized>(line: &mut Vec<u8>, value: &T) -> Result<()> {
    value.serialize(Json { out: line })?;
    line.push(b'\n');
    Ok(())
}

/// Writes one value.
struct Json<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> Json<'a> {
    /// Numbers, which `serde_json` writes well.
    #[inline]
    fn plain(self, value: impl Serialize) -> Result<()> {
        serde_json::to_writer(self.out, &value)
    }

    #[inline]
    fn word(self, word: &[u8]) -> Result<()> {
        self.out.extend_from_slice(word);
        Ok(())
    }

    /// A value with parts, between `open` and `close`.
    #[inline]
    fn open(self, open: &[u8], close: &'static [u8]) -> Result<Compound<'a>> {
        self.out.extend_from_slice(open);
        Ok(Compound::new(self.out, close))
    }

    /// The same, as the only member of an object, named for its variant.
    fn open_variant(self, name: &'static str, open: &[u8], close: &'static [u8]) -> Result<Compound<'a>> {
        self.out.push(b'{');
        push_key(self.out, name);
        self.open(open, close)
    }
}

impl<'a> Serializer for Json<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    fn serialize_bool(self, v: bool) -> Result<()> {
        self.word(if v { b"true" } else { b"false" })
    }

    fn serialize_i8(self, v: i8) -> Result<()> {
        self.plain(v)
    }

    fn serialize_i16(self, v: i16) -> Result<()> {
        self.plain(v)
    }

    fn serialize_i32(self, v: i32) -> Result<()> {
        self.plain(v)
    }

    fn serialize_i64(self, v: i64) -> Result<()> {
        self.plain(v)
    }

    fn serialize_i128(self, v: i128) -> Result<()> {
        self.plain(v)
    }

    fn serialize_u8(self, v: u8) -> Result<()> {
        self.plain(v)
    }

    fn serialize_u16(self, v: u16) -> Result<()> {
        self.plain(v)
    }

    fn serialize_u32(self, v: u32) -> Result<()> {
        self.plain(v)
    }

    fn serialize_u64(self, v: u64) -> Result<()> {
        self.plain(v)
    }

    fn serialize_u128(self, v: u128) -> Result<()> {
        self.plain(v)
    }

    fn serialize_f32(self, v: f32) -> Result<()> {
        self.plain(v)
    }

    fn serialize_f64(self, v: f64) -> Result<()> {
        self.plain(v)
    }

    fn serialize_char(self, v: char) -> Result<()> {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, v: &str) -> Result<()> {
        push_string(self.out, v);
        Ok(())
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<()> {
        self.collect_seq(v)
    }

    #[inline]
    fn serialize_none(self) -> Result<()> {
        self.word(b"null")
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.word(b"null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.word(b"null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        push_word(self.out, variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, variant: &'static str, value: &T) -> Result<()> {
        self.out.push(b'{');
        push_key(self.out, variant);
        value.serialize(Json { out: self.out })?;
        self.word(b"}")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>> {
        self.open(b"[", b"]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>> {
        self.open(b"[", b"]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>> {
        self.open(b"[", b"]")
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Compound<'a>> {
        self.open_variant(variant, b"[", b"]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a>> {
        self.open(b"{", b"}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>> {
        self.open(b"{", b"}")
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Compound<'a>> {
        self.open_variant(variant, b"{", b"}}")
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<()> {
        self.serialize_str(&value.to_string())
    }
}

/// The name of a member of a map.
fn push_map_key<T: Serialize + ?Sized>(out: &mut Vec<u8>, key: &T) -> Result<()> {
    let start = out.len();
    key.serialize(Json { out })?;
    if out.get(start) == Some(&b'"') { Ok(()) } else { Err(Error::custom("a key of a map must be a text")) }
}
