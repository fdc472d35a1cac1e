//! How much of a machine one file may take.

use crate::record::Failure;

/// How much of a machine one file may take. A file over a limit is a failed
/// record whose `error.code` is the limit's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// `input_limit`: bytes of a file.
    pub input_bytes: u64,
    /// `unpacked_limit`: bytes that one file's packed parts make together.
    pub unpacked_bytes: u64,
    /// `ratio_limit`: how many times longer than the file its parts may be, from 4 MiB on.
    pub ratio: u64,
    /// `text_limit`: bytes of the text that a file of another format than text says. Finding takes twenty times as much memory.
    pub text_bytes: u64,
    /// `depth_limit`: elements inside elements.
    pub depth: usize,
    /// `entries_limit`: members of a package.
    pub entries: usize,
    /// `time_limit`: seconds that the reader of a format may take for a file.
    pub seconds: u64,
    /// `time_limit` of a character recognition: seconds for a file.
    pub ocr_seconds: u64,
    /// `archive_limit`: bytes that all files of an archive make together.
    pub archive_bytes: u64,
    /// `archive_limit`: archives inside archives.
    pub archive_depth: usize,
}

/// Below that much a high ratio is no bomb: a form of blanks packs well.
const HARMLESS_BYTES: u64 = 4 << 20;

impl Default for Limits {
    fn default() -> Self {
        Limits {
            input_bytes: 256 << 20,
            unpacked_bytes: 128 << 20,
            ratio: 200,
            text_bytes: 16 << 20,
            depth: 256,
            entries: 100_000,
            seconds: 60,
            ocr_seconds: 600,
            archive_bytes: 16 << 30,
            archive_depth: 3,
        }
    }
}

impl Limits {
    /// Whether a file of that length is read.
    pub(crate) fn input(&self, bytes: u64) -> Result<(), Failure> {
        if bytes <= self.input_bytes {
            return Ok(());
        }
        Err(over("input_limit", &format!("{bytes} bytes, over the limit of {}", self.input_bytes)))
    }

    /// Whether a text of that length is looked at.
    pub(crate) fn text(&self, bytes: usize) -> Result<(), Failure> {
        if bytes as u64 <= self.text_bytes {
            return Ok(());
        }
        Err(over("text_limit", &format!("a text of {bytes} bytes, over the limit of {}", self.text_bytes)))
    }

    /// How many bytes `packed` bytes may unpack to.
    pub(crate) fn by_ratio(&self, packed: u64) -> u64 {
        packed.saturating_mul(self.ratio).max(HARMLESS_BYTES)
    }

    /// How many bytes a file of `packed` bytes may unpack to, and the limit that says so.
    pub(crate) fn unpacked(&self, packed: u64) -> (u64, &'static str) {
        let by_ratio = self.by_ratio(packed);
        if by_ratio < self.unpacked_bytes { (by_ratio, "ratio_limit") } else { (self.unpacked_bytes, "unpacked_limit") }
    }
}

/// The failure of a file over a limit.
pub(crate) fn over(limit: &str, what: &str) -> Failure {
    let message = format!("{what}; a document that is meant to be so large needs a higher limit");
    Failure { code: limit.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_may_pack_well() {
        let limits = Limits::default();
        assert_eq!(limits.unpacked(100), (4 << 20, "ratio_limit"));
        assert_eq!(limits.unpacked(1 << 19), (100 << 20, "ratio_limit"));
        assert_eq!(limits.unpacked(100 << 20), (128 << 20, "unpacked_limit"));
    }
}
