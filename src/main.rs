//! Records of the files named, one JSON line each.

#[allow(dead_code)]
mod walk;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pipeline = trichluc::Pipeline::new(trichluc::RuleSet::builtin()?);
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        println!("{}", serde_json::to_string(&pipeline.record(&path, &bytes))?);
    }
    Ok(())
}
