//! A mention as one JSON object: the members of its place, then those of its value.
//!
//! What `#[serde(flatten)]` writes, but as a plain object of known keys instead
//! of a map of any keys: half of a record's bytes are keys of mentions.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{Citation, Count, Finding, Located, Location, Topic};

/// Members that can stand in an object with others.
pub trait Members {
    /// How many there are.
    const NUMBER: usize;

    /// Writes them into an object.
    fn write<S: SerializeStruct>(&self, object: &mut S) -> Result<(), S::Error>;
}

/// Takes a type apart: a field that is not named here does not compile. What comes behind `but` is left out.
macro_rules! members {
    ($type:ident { $($field:ident),+ } $(but $left_out:ident)?) => {
        impl Members for $type {
            const NUMBER: usize = [$(stringify!($field)),+].len();

            fn write<S: SerializeStruct>(&self, object: &mut S) -> Result<(), S::Error> {
                let $type { $($field),+ $(, $left_out: _)? } = self;
                $(object.serialize_field(stringify!($field), $field)?;)+
                Ok(())
            }
        }
    };
}

members!(Location { text, char_start, char_end, line, section, rule });
members!(Citation { kind, code, number, symbol, year, date, date_partial, issuer, title, provision, role, key });
members!(Count { measure, value, max, of, unit, modifier, per, role, purpose, part_of });
members!(Topic { topic, main, hits, score } but parts);
members!(Finding { code, severity, message });

impl<T: Members> Serialize for Located<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Located", Location::NUMBER + T::NUMBER)?;
        self.at.write(&mut object)?;
        self.value.write(&mut object)?;
        object.end()
    }
}
