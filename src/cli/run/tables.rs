//! Which forms the tables of a run have.

use clap::{Args, ValueEnum};

use crate::output::forms::Forms;
use crate::words::word;

/// How the tables are written.
#[derive(Args)]
pub struct TableOptions {
    /// Forms of the tables, separated by commas; none for records only, without a summary
    #[arg(long, value_name = "FORMS", value_delimiter = ',', default_value = "jsonl,parquet")]
    tables: Vec<Form>,
    /// Also CSV, as Excel opens it with a double click where a comma stands before decimals: byte-order mark, semicolons
    #[arg(long)]
    excel: bool,
    /// Each table as one JSON array too, for tools that take no lines
    #[arg(long)]
    json_array: bool,
    /// The same as --tables none
    #[arg(long, conflicts_with_all = ["tables", "excel", "json_array"])]
    no_tables: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// An object a line
    Jsonl,
    /// RFC 4180; what a spreadsheet would take as a formula is guarded by an apostrophe
    Csv,
    /// zstd, typed
    Parquet,
    /// One file with keys, views and full-text search
    Sqlite,
    /// Records only
    None,
}

impl TableOptions {
    /// --excel asks for CSV by itself.
    ///
    /// # Errors
    /// None and others are asked for at once.
    pub fn forms(&self) -> Result<Forms, String> {
        let has = |form| self.tables.contains(&form);
        let others = self.tables.len() > 1 || self.excel || self.json_array;
        if has(Form::None) && others {
            return Err(word("run.tables_none"));
        }
        if self.no_tables {
            return Ok(Forms::default());
        }
        Ok(Forms {
            jsonl: has(Form::Jsonl),
            csv: has(Form::Csv) || self.excel,
            excel: self.excel,
            parquet: has(Form::Parquet),
            sqlite: has(Form::Sqlite),
            arrays: self.json_array,
        })
    }
}
