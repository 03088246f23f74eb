//! Rust source of the product as tokens, for what asks for texts.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::reading::{Files, files};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Word,
    /// A string, with its quotes.
    Text,
    Other,
}

pub struct Token {
    pub kind: Kind,
    pub text: String,
    pub line: usize,
}

impl Token {
    /// True for this name, keyword or mark; never for a string.
    pub fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.text == text
    }
}

/// The Rust files of all crates of the product, without those of tests.
pub fn product() -> Files {
    let mut all = files("..", "rs");
    let apart = ["/tests/", "/tests.rs", "/testing.rs", "/testkit/", "/bench/"];
    all.retain(|(path, _)| path.contains("/src/") && !apart.iter().any(|place| path.contains(place)));
    all
}

/// The tokens of a file in order, without attributes and what is compiled for tests alone.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    flatten(text.parse().unwrap_or_default(), &mut tokens);
    tokens
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    let mut rest = stream.into_iter().peekable();
    let mut for_tests = false;
    while let Some(tree) = rest.next() {
        let line = tree.span().start().line;
        let mut push = |kind, text: String, line| tokens.push(Token { kind, text, line });
        match tree {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                rest.next_if(|next| next.to_string() == "!");
                let attribute = rest.next().map(|group| group.to_string()).unwrap_or_default();
                let names: Vec<&str> =
                    attribute.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
                let gate = names.contains(&"cfg") && !names.contains(&"not");
                for_tests |= gate && names.contains(&"test")
                    || names.iter().rfind(|name| !name.is_empty()) == Some(&"test");
            }
            TokenTree::Group(group) => {
                let braces = group.delimiter() == Delimiter::Brace;
                if !for_tests {
                    let marks = match group.delimiter() {
                        Delimiter::Brace => ["{", "}"],
                        Delimiter::Parenthesis => ["(", ")"],
                        Delimiter::Bracket => ["[", "]"],
                        Delimiter::None => ["", ""],
                    };
                    push(Kind::Other, marks[0].to_owned(), line);
                    flatten(group.stream(), tokens);
                    tokens.push(Token { kind: Kind::Other, text: marks[1].to_owned(), line });
                }
                for_tests &= !braces;
            }
            TokenTree::Punct(mark) if for_tests => for_tests = mark.as_char() != ';',
            _ if for_tests => {}
            TokenTree::Punct(mark) => push(Kind::Other, mark.to_string(), line),
            TokenTree::Ident(word) => push(Kind::Word, word.to_string(), line),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                push(if text.ends_with(['"', '#']) { Kind::Text } else { Kind::Other }, text, line);
            }
        }
    }
}
