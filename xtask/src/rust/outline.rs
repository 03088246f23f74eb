//! Which functions and modules a file has, where they end, and what of it is compiled for tests alone.

use super::lexer::{Kind, Token, lex};

/// The outline of one file.
#[derive(Debug, Default)]
pub struct Outline<'a> {
    /// All functions with a body, in order.
    pub functions: Vec<Function<'a>>,
    /// `mod name;` declarations that are compiled for tests alone (`cfg(test)` or the `testing` feature).
    pub test_modules: Vec<&'a str>,
    /// First and last lines of items that are compiled for tests alone.
    pub test_lines: Vec<(usize, usize)>,
    /// Documentation that belongs to no function, joined, with the line it starts on.
    pub other_docs: Vec<(usize, String)>,
}

/// One function with a body.
#[derive(Debug)]
pub struct Function<'a> {
    /// Its name.
    pub name: &'a str,
    /// The modules around it inside this file.
    pub modules: Vec<&'a str>,
    /// The line of `fn`.
    pub first_line: usize,
    /// The line of its closing brace.
    pub last_line: usize,
    /// Whether an attribute like `#[test]` or `#[tokio::test]` makes it a test.
    pub is_test: bool,
    /// Its documentation, joined.
    pub docs: String,
}

impl Outline<'_> {
    /// Reads a file.
    pub fn of(source: &str) -> Outline<'_> {
        Reader::default().read(&lex(source))
    }

    /// True when the line belongs to an item that is compiled for tests alone.
    pub fn is_test_line(&self, line: usize) -> bool {
        self.test_lines.iter().any(|(first, last)| (*first..=*last).contains(&line))
    }
}

/// Attributes and documentation read since the last item.
#[derive(Default)]
struct Pending {
    docs: Vec<String>,
    docs_line: usize,
    is_test: bool,
    for_tests: bool,
}

enum Block<'a> {
    Module(&'a str),
    Function(usize),
    Other,
}

#[derive(Default)]
struct Reader<'a> {
    outline: Outline<'a>,
    pending: Pending,
    /// The open braces: what each opened and, when it is for tests alone, on which line.
    open: Vec<(Block<'a>, Option<usize>)>,
    /// What the next opening brace at depth 0 of the signature will open.
    next: Option<(Block<'a>, Option<usize>)>,
    /// Open round and square brackets since `next` was set.
    depth: usize,
}

impl<'a> Reader<'a> {
    fn read(mut self, tokens: &[Token<'a>]) -> Outline<'a> {
        let mut rest = tokens;
        while let Some((token, after)) = rest.split_first() {
            rest = after;
            match token.kind {
                Kind::Doc => self.doc(token),
                Kind::Word | Kind::Mark => rest = self.step(token, rest),
                _ => {}
            }
        }
        self.outline
    }

    fn doc(&mut self, token: &Token<'a>) {
        if token.text.starts_with("//!") || token.text.starts_with("/*!") {
            self.outline.other_docs.push((token.line, token.text.to_owned()));
            return;
        }
        if self.pending.docs.is_empty() {
            self.pending.docs_line = token.line;
        }
        self.pending.docs.push(token.text.trim_start_matches(['/', '*']).trim().to_owned());
    }

    fn step<'t>(&mut self, token: &Token<'a>, rest: &'t [Token<'a>]) -> &'t [Token<'a>] {
        match token.text {
            "#" => return self.attribute(rest),
            "mod" => self.module(token, rest),
            "fn" => self.function(token, rest),
            "(" | "[" => self.depth += 1,
            ")" | "]" => self.depth = self.depth.saturating_sub(1),
            "{" if self.depth == 0 => {
                let block = self.next.take().unwrap_or_else(|| (Block::Other, self.item_for_tests(token)));
                self.open.push(block);
                self.forget();
            }
            "{" => self.open.push((Block::Other, None)),
            "}" => self.close(token),
            ";" if self.depth == 0 => {
                self.next = None;
                self.forget();
            }
            "," if self.depth == 0 && self.next.is_none() => self.forget(),
            _ => {}
        }
        rest
    }

    /// Reads `[…]` or `![…]` after `#` and answers what follows it.
    fn attribute<'t>(&mut self, rest: &'t [Token<'a>]) -> &'t [Token<'a>] {
        let start = usize::from(rest.first().is_some_and(|token| token.is("!")));
        let Some(body) = rest.get(start..).filter(|body| body.first().is_some_and(|token| token.is("[")))
        else {
            return rest;
        };
        let mut depth = 0_usize;
        let end = body.iter().position(|token| {
            depth = (depth + usize::from(token.is("["))).saturating_sub(usize::from(token.is("]")));
            depth == 0
        });
        let (inside, after) = body.split_at(end.map_or(body.len(), |end| end + 1));
        if inside.get(1).is_some_and(|token| token.is("cfg")) {
            let testing = |token: &Token| token.is("test") || token.text == "\"testing\"";
            self.pending.for_tests |=
                inside.iter().any(testing) && !inside.iter().any(|token| token.is("not"));
        } else {
            let path = inside.iter().take_while(|token| !token.is("(") && !token.is("="));
            self.pending.is_test |=
                path.filter(|token| token.kind == Kind::Word).last().is_some_and(|t| t.is("test"));
        }
        after
    }

    fn module(&mut self, token: &Token<'a>, rest: &[Token<'a>]) {
        let [name, mark, ..] = rest else { return };
        if mark.is("{") {
            self.expect_block(Block::Module(name.text), self.item_for_tests(token));
        } else if mark.is(";") && self.pending.for_tests {
            self.outline.test_modules.push(name.text);
        }
    }

    fn function(&mut self, token: &Token<'a>, rest: &[Token<'a>]) {
        // `fn(…)` is a type.
        let Some(name) = rest.first().filter(|name| name.kind == Kind::Word) else { return };
        let for_tests = self.item_for_tests(token);
        let pending = std::mem::take(&mut self.pending);
        let modules = self.open.iter().filter_map(|(block, _)| match block {
            Block::Module(name) => Some(*name),
            Block::Function(_) | Block::Other => None,
        });
        self.outline.functions.push(Function {
            name: name.text,
            modules: modules.collect(),
            first_line: token.line,
            last_line: token.line,
            is_test: pending.is_test,
            docs: pending.docs.join("\n"),
        });
        self.expect_block(Block::Function(self.outline.functions.len() - 1), for_tests);
    }

    fn expect_block(&mut self, block: Block<'a>, for_tests: Option<usize>) {
        self.next = Some((block, for_tests));
        self.depth = 0;
    }

    fn item_for_tests(&self, token: &Token<'a>) -> Option<usize> {
        (self.pending.for_tests || self.pending.is_test).then_some(token.line)
    }

    fn close(&mut self, token: &Token<'a>) {
        self.forget();
        let Some((block, for_tests)) = self.open.pop() else { return };
        if let Some(first) = for_tests {
            self.outline.test_lines.push((first, token.line));
        }
        if let Block::Function(index) = block
            && let Some(function) = self.outline.functions.get_mut(index)
        {
            function.last_line = token.line;
        }
    }

    /// An item has ended or begun: what was read before it does not belong to the next one.
    fn forget(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        if !pending.docs.is_empty() {
            self.outline.other_docs.push((pending.docs_line, pending.docs.join("\n")));
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
    let text = "}}";
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
    fn functions_have_their_modules_and_lines() {
        let outline = Outline::of(SOURCE);
        let seen: Vec<_> = outline
            .functions
            .iter()
            .map(|f| (f.name, f.modules.join("::"), f.first_line, f.last_line, f.is_test))
            .collect();
        assert_eq!(
            seen,
            [
                ("add", String::new(), 10, 16, false),
                ("declared", String::new(), 18, 18, false),
                ("real", String::new(), 21, 21, false),
                ("proves", "tests::deep".to_owned(), 28, 28, true),
                ("random", "tests".to_owned(), 30, 30, true),
            ]
        );
        assert_eq!(outline.functions[3].docs, "Verifies: ACC-001");
    }

    #[test]
    fn items_for_tests_are_known_by_their_lines() {
        let outline = Outline::of(SOURCE);
        let lines: Vec<_> = (1..=33).filter(|line| outline.is_test_line(*line)).collect();
        assert_eq!(lines, [vec![7], (24..=31).collect()].concat());
        assert_eq!(outline.test_modules, ["more"]);
    }

    #[test]
    fn documentation_of_no_function_is_kept_apart() {
        let docs: Vec<_> = Outline::of(SOURCE).other_docs.into_iter().map(|(line, _)| line).collect();
        assert_eq!(docs, [1, 2, 3]);
    }
}
