//! Rust source as tokens with their lines: which function is where, and what is compiled for tests alone. Macro bodies are
//! tokens like all others, so that the tests inside them are found too.

use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree, token_stream};

/// One file.
#[derive(Debug, Default)]
pub struct Source {
    /// Everything but comments and documentation, in order; brackets of every sort are marks.
    pub tokens: Vec<Token>,
    /// All functions, in order of their ends.
    pub functions: Vec<Function>,
    /// `mod name;` declarations that are compiled for tests alone (`cfg(test)` or the `testing` feature).
    pub test_modules: Vec<String>,
    /// Documentation that belongs to no function, with the line it starts on.
    pub other_docs: Vec<(usize, String)>,
    test_lines: Vec<RangeInclusive<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Word,
    /// A string of any sort, with its quotes and prefix.
    Text,
    /// A number or a character.
    Value,
    /// One character of punctuation.
    Mark,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    pub line: usize,
}

#[derive(Debug, Default)]
pub struct Function {
    pub name: String,
    /// The modules around it inside this file.
    pub modules: Vec<String>,
    /// The line of its name.
    pub line: usize,
    /// Whether an attribute like `#[test]` or `#[tokio::test]` makes it a test.
    pub is_test: bool,
    pub docs: String,
}

/// Attributes, documentation and name of the item that is being read.
#[derive(Default)]
struct Item {
    first_line: Option<usize>,
    docs: Vec<String>,
    is_test: bool,
    for_tests: bool,
    function: Option<(String, usize)>,
    module: Option<String>,
}

impl Token {
    /// True for this name, keyword or mark; never for a string.
    pub fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Mark) && self.text == text
    }
}

impl Source {
    /// Reads a file; one that is no Rust has no tokens.
    pub fn of(text: &str) -> Self {
        let mut source = Self::default();
        source.block(text.parse().unwrap_or_default(), &[]);
        source
    }

    /// True when the line belongs to an item that is compiled for tests alone.
    pub fn is_test_line(&self, line: usize) -> bool {
        self.test_lines.iter().any(|lines| lines.contains(&line))
    }

    fn block(&mut self, stream: TokenStream, modules: &[String]) {
        let mut rest = stream.into_iter();
        let mut item = Item::default();
        let mut keyword = String::new();
        while let Some(tree) = rest.next() {
            let line = tree.span().start().line;
            item.first_line.get_or_insert(line);
            match tree {
                TokenTree::Punct(mark) if mark.as_char() == '#' => self.attribute(&mut rest, &mut item, line),
                TokenTree::Group(group) => {
                    let braces = group.delimiter() == Delimiter::Brace;
                    let end = group.span_close().end().line;
                    let inside: Vec<String> = modules.iter().cloned().chain(item.module.take()).collect();
                    self.group(&group, line, &inside);
                    if braces {
                        self.end(&mut item, end, modules);
                    }
                }
                TokenTree::Punct(mark) => {
                    self.push(Kind::Mark, mark.to_string(), line);
                    if let (';', Some(name)) = (mark.as_char(), item.module.take_if(|_| item.for_tests)) {
                        self.test_modules.push(name);
                    }
                    if matches!(mark.as_char(), ';' | ',') {
                        self.end(&mut item, line, modules);
                    }
                }
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let kind = if text.ends_with(['"', '#']) { Kind::Text } else { Kind::Value };
                    self.push(kind, text, line);
                }
                TokenTree::Ident(word) => {
                    let text = word.to_string();
                    match keyword.as_str() {
                        "fn" => item.function = Some((text.clone(), line)),
                        "mod" => item.module = Some(text.clone()),
                        _ => {}
                    }
                    keyword.clone_from(&text);
                    self.push(Kind::Word, text, line);
                    continue;
                }
            }
            keyword.clear();
        }
        self.end(&mut item, 0, modules);
    }

    fn push(&mut self, kind: Kind, text: String, line: usize) {
        self.tokens.push(Token { kind, text, line });
    }

    fn group(&mut self, group: &Group, line: usize, modules: &[String]) {
        let [open, close] = match group.delimiter() {
            Delimiter::Brace => ["{", "}"],
            Delimiter::Parenthesis => ["(", ")"],
            Delimiter::Bracket => ["[", "]"],
            Delimiter::None => ["", ""],
        };
        self.push(Kind::Mark, open.to_owned(), line);
        self.block(group.stream(), modules);
        self.push(Kind::Mark, close.to_owned(), group.span_close().start().line);
    }

    /// Reads `[…]` or `![…]` after `#`.
    fn attribute(&mut self, rest: &mut token_stream::IntoIter, item: &mut Item, line: usize) {
        let mut next = rest.next();
        let inner = matches!(&next, Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
        if inner {
            // It belongs to what is around, not to the next item.
            (item.first_line, next) = (None, rest.next());
        }
        let Some(TokenTree::Group(group)) = next else { return };
        let words: Vec<TokenTree> = group.stream().into_iter().collect();
        let name = words.first().map(ToString::to_string).unwrap_or_default();
        if let ("doc", Some(TokenTree::Literal(text))) = (name.as_str(), words.get(2)) {
            let text = text.to_string();
            let text =
                text.trim_start_matches(['r', '#', '"']).trim_end_matches(['#', '"']).trim().to_owned();
            return if inner { self.other_docs.push((line, text)) } else { item.docs.push(text) };
        }
        let text = group.stream().to_string();
        if name == "cfg" {
            let names: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
            let testing = names.contains(&"test") || text.contains("\"testing\"");
            item.for_tests |= testing && !names.contains(&"not");
        } else {
            let path = text.split(['(', '=']).next().unwrap_or_default();
            item.is_test |= path.rsplit("::").next().is_some_and(|last| last.trim() == "test");
        }
        self.push(Kind::Mark, "#".to_owned(), line);
        self.group(&group, line, &[]);
    }

    /// An item has ended on this line: what was read before it does not belong to the next one.
    fn end(&mut self, item: &mut Item, line: usize, modules: &[String]) {
        let Item { first_line, docs, is_test, for_tests, function, module: _ } = std::mem::take(item);
        let first = first_line.unwrap_or(line);
        if for_tests || is_test {
            self.test_lines.push(first..=line);
        }
        let docs = docs.join("\n");
        if let Some((name, line)) = function {
            self.functions.push(Function { name, modules: modules.to_vec(), line, is_test, docs });
        } else if !docs.is_empty() {
            self.other_docs.push((first, docs));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"//! The file.
/// A field list.
struct A { /// of x
    x: [u8; 4], call: fn(u8) -> u8 }

#[cfg(any(test, feature = "testing"))]
pub struct Fixed { seed: u8 }

/// Adds.
pub async fn add<const N: usize>(a: [u8; N], b: &'static str) -> u8
where
    u8: Copy,
{
    let text = "}} // no /* comment";
    call(|| { if a { } });
}

trait T { fn declared(&self); }

#[cfg(not(test))]
fn real() {}

#[cfg(test)]
mod tests {
    mod deep {
        /// Verifies: ACC-001
        #[tokio::test(flavor = "multi_thread")]
        async fn proves() { }
    }
    proptest! { #[test] fn random(x in 0..9) {} }
}
#[cfg(test)]
mod more;
"#;

    #[test]
    fn functions_have_their_modules_and_documentation() {
        let source = Source::of(SOURCE);
        let functions = source.functions.iter();
        let found: Vec<_> =
            functions.map(|f| (f.name.as_str(), f.modules.join("::"), f.line, f.is_test)).collect();
        assert_eq!(
            found,
            [
                ("add", String::new(), 10, false),
                ("declared", String::new(), 18, false),
                ("real", String::new(), 21, false),
                ("proves", "tests::deep".to_owned(), 28, true),
                ("random", "tests".to_owned(), 30, true),
            ]
        );
        assert_eq!(source.functions[3].docs, "Verifies: ACC-001");
        let docs: Vec<_> = source.other_docs.into_iter().map(|(line, _)| line).collect();
        assert_eq!(docs, [1, 3, 2]);
    }

    #[test]
    fn items_for_tests_are_known_by_their_lines() {
        let source = Source::of(SOURCE);
        let lines: Vec<_> = (1..=33).filter(|line| source.is_test_line(*line)).collect();
        assert_eq!(lines, [vec![6, 7], (23..=33).collect()].concat());
        assert_eq!(source.test_modules, ["more"]);
    }

    #[test]
    fn comments_and_strings_hide_what_is_in_them() {
        let source = Source::of("/* fn a() */ // struct B;\n/// struct C;\nconst D: &str = r#\"fn e() {\"#;");
        let words: Vec<_> = source.tokens.iter().filter(|token| token.kind == Kind::Word).collect();
        assert_eq!(words.iter().map(|token| token.text.as_str()).collect::<Vec<_>>(), ["const", "D", "str"]);
        assert_eq!(source.tokens.iter().filter(|token| token.kind == Kind::Text).count(), 1);
    }
}
