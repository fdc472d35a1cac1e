//! Word documents of before 2007, by a program of the machine: `antiword`, else `catdoc`.

use std::path::PathBuf;
use std::process::Command;

use super::program::{Bounds, output};
use super::{Limits, failure};
use crate::record::Failure;

/// A program that reads Word documents from its standard input.
#[derive(Debug)]
pub(super) struct WordTool {
    program: PathBuf,
    arguments: &'static [&'static str],
}

/// The better one first: catdoc loses the ends of some documents.
const TOOLS: [(&str, &[&str]); 2] = [("antiword", &["-m", "UTF-8.txt", "-w", "0", "-"]), ("catdoc", &["-w", "-d", "utf-8", "-"])];

impl WordTool {
    /// The first that the machine has.
    pub fn find() -> Option<Self> {
        let folders = std::env::var_os("PATH")?;
        TOOLS.iter().find_map(|(name, arguments)| {
            let program = std::env::split_paths(&folders).map(|f| f.join(name)).find(|p| p.is_file())?;
            Some(WordTool { program, arguments })
        })
    }

    fn name(&self) -> std::borrow::Cow<'_, str> {
        self.program.file_name().unwrap_or_default().to_string_lossy()
    }
}

/// The text of a .doc.
pub(super) fn text(tool: Option<&WordTool>, bytes: &[u8], limits: &Limits) -> Result<String, Failure> {
    let missing = || failure("no_word_tool", "a Word document of before 2007; install antiword or catdoc, or save it as .docx");
    let tool = tool.ok_or_else(missing)?;
    let bounds = Bounds { seconds: limits.seconds, bytes: limits.unpacked_bytes };
    let printed = output(Command::new(&tool.program).args(tool.arguments), bytes.to_vec(), bounds)?;
    let text = String::from_utf8_lossy(&printed.bytes);
    if text.trim().is_empty() {
        return Err(failure("damaged", &format!("{} finds no text in it; open it in an office program and save it anew", tool.name())));
    }
    Ok(text.lines().flat_map(|line| [row(line), "\n".to_owned()]).collect())
}

/// `|UBND TỈNH    |Độc lập    |`, a row as antiword draws it: its cells with tabs between.
fn row(line: &str) -> String {
    let Some(cells) = line.strip_prefix('|').and_then(|l| l.trim_end().strip_suffix('|')) else { return line.trim_end().to_owned() };
    let cells: Vec<&str> = cells.split('|').map(str::trim).collect();
    cells.join("\t").trim_end().to_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn run(script: &'static [&'static str], limits: &Limits) -> Result<String, String> {
        let tool = WordTool { program: "/bin/sh".into(), arguments: script };
        text(Some(&tool), b"a\n|b  |c |\n", limits).map_err(|f| f.code)
    }

    #[test]
    fn rows_are_lines_with_tabs() {
        assert_eq!(run(&["-c", "cat"], &Limits::default()), Ok("a\nb\tc\n".into()));
    }

    #[test]
    fn a_program_that_hangs_floods_or_says_nothing_costs_one_file() {
        assert_eq!(run(&["-c", "exec sleep 9"], &Limits { seconds: 0, ..Limits::default() }), Err("time_limit".into()));
        assert_eq!(run(&["-c", "exec yes"], &Limits { unpacked_bytes: 999, ..Limits::default() }), Err("unpacked_limit".into()));
        assert_eq!(run(&["-c", "true"], &Limits::default()), Err("damaged".into()));
    }

    #[test]
    fn a_machine_without_the_programs_is_told_what_to_install() {
        let failure = text(None, b"", &Limits::default()).expect_err("no program");
        assert_eq!(failure.code, "no_word_tool");
        assert!(failure.message.contains("antiword"));
    }
}
