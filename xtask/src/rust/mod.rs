//! A reading of Rust source that is just deep enough for the rules: tokens, and which function is where.

mod lexer;
mod outline;

pub use lexer::{Kind, Token, lex};
pub use outline::Outline;
