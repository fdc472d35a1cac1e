//! The other forms say what the lines of JSON say.
