pub const NAMES: [&str; 1] = ["record"];
pub fn schema(_: &str) -> Option<String> {
    None
}
