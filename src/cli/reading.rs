//! How files are read: rules, encoding, limits, recognition of scans; and one file's bytes.

use std::io::Read;
use std::path::Path;

use clap::Args;
use trichluc::archive::members;
use trichluc::{Encoding, Files, Input, Limits, Ocr, Pipeline};

use super::RuleFolders;
use crate::words::say;

/// How documents are read.
#[derive(Args)]
pub struct Reading {
    #[command(flatten)]
    rules: RuleFolders,
    /// Command that prints the text of a scan, for .pdf without a text layer: "my-ocr.sh {input}" (no shell; {input} is a file of its own)
    #[arg(long, value_name = "COMMAND")]
    ocr: Option<Ocr>,
    /// Read every file as in this encoding instead of as it looks: utf-8, utf-16le, utf-16be, tcvn3, vni, viscii, windows-1258
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
    #[command(flatten)]
    limits: LimitOptions,
}

/// What one file may take; a file over a limit is a failed record with the limit's name.
#[derive(Args)]
#[command(next_help_heading = "Limits")]
struct LimitOptions {
    /// input_limit: MiB of a file
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().input_bytes >> 20)]
    max_input: u64,
    /// unpacked_limit: MiB that the packed parts of a file make together
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().unpacked_bytes >> 20)]
    max_unpacked: u64,
    /// ratio_limit: how many times its size a file or archive may unpack to, from 4 MiB on
    #[arg(long, value_name = "N", default_value_t = Limits::default().ratio)]
    max_ratio: u64,
    /// text_limit: MiB of the text of a .docx, .doc, .pdf, .html or .xlsx
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().text_bytes >> 20)]
    max_text: u64,
    /// depth_limit: elements inside elements of a file
    #[arg(long, value_name = "N", default_value_t = Limits::default().depth)]
    max_depth: usize,
    /// entries_limit: members of a package or archive
    #[arg(long, value_name = "N", default_value_t = Limits::default().entries)]
    max_entries: usize,
    /// time_limit: seconds for a file
    #[arg(long, value_name = "S", default_value_t = Limits::default().seconds)]
    max_seconds: u64,
    /// time_limit of --ocr: seconds for a file
    #[arg(long, value_name = "S", default_value_t = Limits::default().ocr_seconds)]
    max_ocr_seconds: u64,
    /// archive_limit: MiB that all files of an archive make together
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().archive_bytes >> 20)]
    max_archive: u64,
    /// archive_limit: archives inside archives
    #[arg(long, value_name = "N", default_value_t = Limits::default().archive_depth)]
    max_archive_depth: usize,
}

impl Reading {
    pub fn pipeline(&self) -> Result<Pipeline, trichluc::Error> {
        Ok(self.rules.pipeline()?.with_limits(self.limits.limits()).with_ocr(self.ocr.clone()).with_encoding(self.encoding))
    }
}

impl Reading {
    /// All that these options change of what is read, as a text to compare.
    pub fn fingerprint(&self) -> String {
        format!("{:?} {:?} {:?}", self.limits.limits(), self.ocr, self.encoding)
    }
}

impl LimitOptions {
    fn limits(&self) -> Limits {
        let bytes = |mib: u64| mib.saturating_mul(1 << 20);
        Limits {
            input_bytes: bytes(self.max_input),
            unpacked_bytes: bytes(self.max_unpacked),
            ratio: self.max_ratio,
            text_bytes: bytes(self.max_text),
            depth: self.max_depth,
            entries: self.max_entries,
            seconds: self.max_seconds,
            ocr_seconds: self.max_ocr_seconds,
            archive_bytes: bytes(self.max_archive),
            archive_depth: self.max_archive_depth,
        }
    }
}

/// The bytes of a file, of a file in an archive (`old.zip!letter.docx`), or of
/// standard input for `-`, and the name for its record.
pub fn read(path: &Path, limits: Limits) -> Result<(String, Vec<u8>), Box<dyn std::error::Error>> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(("-".into(), bytes));
    }
    let name = path.to_string_lossy().replace('\\', "/");
    if let Some(input) = in_archive(path, limits)? {
        let bytes = Files::new(limits).bytes(&input).map_err(|f| format!("{name}: {} ({})", f.message, f.code))?;
        return Ok((name, bytes));
    }
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok((name, bytes))
}

/// The file of an archive that `archive.zip!inner/letter.docx` means.
fn in_archive(path: &Path, limits: Limits) -> Result<Option<Input>, String> {
    let Some(name) = path.to_str().filter(|_| !path.exists()) else { return Ok(None) };
    let Some((at, _)) = name.match_indices('!').find(|(at, _)| Path::new(&name[..*at]).is_file()) else { return Ok(None) };
    let (archive, wanted) = (Path::new(&name[..at]), &name[at + 1..]);
    let all = members(archive, &limits).map_err(|f| format!("{}: {} ({})", archive.display(), f.message, f.code))?;
    let Some(member) = all.into_iter().find(|m| m.name == wanted) else {
        return Err(say("no_member", &[("name", &name)]));
    };
    Ok(Some(Input { name: name.to_owned(), path: archive.to_owned(), member: Some(Box::new(member)) }))
}
