//! `trichluc schema`: the JSON Schemas of what a run writes.

use std::process::ExitCode;

use clap::Args;

use super::Outcome;
use crate::output::schema::{NAMES, schema};

/// Prints the JSON Schema of a kind of output.
#[derive(Args)]
#[command(after_help = "Example:\n  trichluc schema record > record.schema.json")]
pub struct Arguments {
    /// What the schema is of
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(NAMES))]
    name: String,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let schema = schema(&arguments.name).ok_or("no schema of this name")?;
    println!("{schema}");
    Ok(ExitCode::SUCCESS)
}
