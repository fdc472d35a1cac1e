//! One of several equal shares of an archive: files dealt by the hash of their path.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// `I/N`: the Ith of N shares, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shard {
    pub of: u32,
    pub index: u32,
}

impl Shard {
    /// Whether a path is of this share: the id of its document, as a number, modulo N.
    ///
    /// It depends on the path alone: a file stays in its share whatever else comes or goes.
    pub fn has(self, path: &str) -> bool {
        let hash = blake3::hash(path.as_bytes());
        let first = hash.as_bytes().first_chunk().expect("a hash has 32 bytes");
        u64::from_be_bytes(*first) % u64::from(self.of) == u64::from(self.index)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (index, of) = text.split_once('/')?;
            Some(Shard { of: of.parse().ok()?, index: index.parse().ok()? })
        };
        read().filter(|s| s.index < s.of).ok_or_else(|| format!("{text:?} is no I/N with I from 0 to N-1, as 0/4"))
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_of_one_share_and_of_the_same_one_for_ever() {
        let shares: Vec<Shard> = ["0/3", "1/3", "2/3"].map(|s| s.parse().expect("a share")).to_vec();
        let of = |path: &str| shares.iter().filter(|s| s.has(path)).map(Shard::to_string).collect::<Vec<_>>();
        assert_eq!(["a.txt", "b/d.docx", "Báo cáo.txt"].map(of), [["1/3"], ["0/3"], ["2/3"]]);
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["3/3", "0/0", "1", "-1/3", "a/b", "1/2/3", ""] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
