//! `trichluc filter`: documents as lines in, records as lines out.

mod document;
mod lines;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use rayon::prelude::*;
use trichluc::Pipeline;

use self::document::record;
use self::lines::{Line, Lines};
use super::{Outcome, Reading};
use crate::output::json::push_line;
use crate::words::say;

/// Turns documents on standard input into records on standard output, one line each, in order.
///
/// A line in is a JSON object with `path` and either `content` (text) or `content_base64` (the bytes of a file); other members are ignored.
/// The line out is the one that `trichluc run` writes for that file. Whatever stands in a line, one line comes out: what is no such object
/// is a record of status `failed` with the code `bad_input`. Ends with 0 only where every line was answered.
#[derive(Args)]
#[command(after_help = "\
Example:
  echo '{\"path\": \"a.txt\", \"content\": \"Căn cứ Luật Báo chí năm 2016\"}' | trichluc filter

What was answered is written at once, so that a program can wait for it.")]
pub struct Arguments {
    /// Threads; as many as the machine has cores if not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    reading: Reading,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let pipeline = arguments.reading.pipeline()?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads.unwrap_or(0)).build()?;
    let lines = Lines::of(io::BufReader::with_capacity(1 << 18, io::stdin()), pipeline.limits());
    let answered = answer(&pipeline, &threads, &lines, &mut io::stdout().lock());
    // Elsewhere a reader that has had enough is no fault; here it leaves lines without an answer.
    answered.map_err(|e| say("filter.unanswered", &[("error", &e)]))?;
    Ok(ExitCode::SUCCESS)
}

fn answer(pipeline: &Pipeline, threads: &rayon::ThreadPool, lines: &Lines, out: &mut impl Write) -> io::Result<()> {
    loop {
        let batch = lines.take()?;
        if batch.is_empty() {
            return Ok(());
        }
        let answers: Vec<io::Result<Vec<u8>>> =
            threads.install(|| batch.into_par_iter().with_max_len(1).map(|line| one(pipeline, line)).collect());
        answers.into_iter().try_for_each(|answer| out.write_all(&answer?))?;
        out.flush()?;
    }
}

fn one(pipeline: &Pipeline, line: Line) -> io::Result<Vec<u8>> {
    let mut answer = Vec::with_capacity(4096);
    push_line(&mut answer, &record(pipeline, line))?;
    Ok(answer)
}
