//! Rust source as tokens. Comments and strings come out whole, so no rule mistakes their content for code.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Word,
    /// A number.
    Number,
    /// A string of any sort, with its quotes and prefix.
    Text,
    /// A character or byte.
    Char,
    /// A lifetime or label.
    Lifetime,
    /// A comment that documents nothing.
    Comment,
    /// A documentation comment.
    Doc,
    /// One character of punctuation.
    Mark,
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// As written.
    pub text: &'a str,
    /// The line it starts on, from 1.
    pub line: usize,
}

impl Token<'_> {
    /// True for this name, keyword or mark; never for text inside strings and comments.
    pub fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Mark) && self.text == text
    }
}

/// Reads a whole file. Never fails: what it does not understand is punctuation.
pub fn lex(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = measure(rest, first);
        let (text, after) = rest.split_at(length);
        if let Some(kind) = kind {
            tokens.push(Token { kind, text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    tokens
}

/// The kind (none for white space) and length in bytes of the token that `rest` starts with.
fn measure(rest: &str, first: char) -> (Option<Kind>, usize) {
    if first.is_whitespace() {
        return (None, first.len_utf8());
    }
    if rest.starts_with("//") {
        let doc = (rest.starts_with("///") && !rest.starts_with("////")) || rest.starts_with("//!");
        return (Some(if doc { Kind::Doc } else { Kind::Comment }), rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        let doc = rest.starts_with("/**") || rest.starts_with("/*!");
        return (Some(if doc { Kind::Doc } else { Kind::Comment }), block_comment(rest));
    }
    if let Some(length) = string(rest) {
        return (Some(Kind::Text), length);
    }
    if let Some(quoted) = rest.strip_prefix("b'").or_else(|| rest.strip_prefix('\'')) {
        let prefix = rest.len() - quoted.len();
        return match character(quoted) {
            Some(length) => (Some(Kind::Char), prefix + length),
            None => (Some(Kind::Lifetime), prefix + word(quoted)),
        };
    }
    if first.is_alphabetic() || first == '_' {
        return (Some(Kind::Word), word(rest));
    }
    if first.is_ascii_digit() {
        return (Some(Kind::Number), word(rest));
    }
    (Some(Kind::Mark), first.len_utf8())
}

fn word(rest: &str) -> usize {
    rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut previous = ' ';
    for (at, now) in rest.char_indices() {
        match (previous, now) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth = depth.saturating_sub(1),
            _ => {
                previous = now;
                continue;
            }
        }
        // One star must not both open and close.
        previous = ' ';
        if depth == 0 {
            return at + now.len_utf8();
        }
    }
    rest.len()
}

/// The length of a string with its prefix (`r`, `b`, `c`, `br`, `cr`) and hashes.
fn string(rest: &str) -> Option<usize> {
    let body = rest.trim_start_matches(['b', 'c']);
    if rest.len() - body.len() > 1 {
        return None;
    }
    if let Some(raw) = body.strip_prefix('r') {
        let quoted = raw.trim_start_matches('#');
        let hashes = raw.len() - quoted.len();
        let text = quoted.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = text.find(&end).map_or(text.len(), |at| at + end.len());
        return Some(rest.len() - text.len() + length);
    }
    let text = body.strip_prefix('"')?;
    Some(rest.len() - text.len() + until(text, '"').unwrap_or(text.len()))
}

/// The length of a character literal after its opening quote; none when it is a lifetime.
fn character(quoted: &str) -> Option<usize> {
    let mut characters = quoted.chars();
    match characters.next()? {
        '\\' => until(quoted, '\''),
        first if characters.next() == Some('\'') => Some(first.len_utf8() + 1),
        _ => None,
    }
}

/// The length up to and with the first unescaped `end`.
fn until(text: &str, end: char) -> Option<usize> {
    let mut escaped = false;
    for (at, now) in text.char_indices() {
        match now {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if now == end => return Some(at + now.len_utf8()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(source: &str) -> Vec<(Kind, &str)> {
        lex(source).into_iter().map(|token| (token.kind, token.text)).collect()
    }

    #[test]
    fn strings_of_every_sort_come_out_whole() {
        for text in
            [r#""a \" // b""#, r##"r#"say "x" { "#"##, "b\"{\"", "r\"\\\"", "br#\"}\"#", "c\"{\"", "\"a\nb\""]
        {
            assert_eq!(kinds(text), [(Kind::Text, text)], "{text}");
        }
    }

    #[test]
    fn characters_are_not_lifetimes() {
        assert_eq!(
            kinds("'{' 'a b'\\'' '\\u{7b}' &'static 'あ'"),
            [
                (Kind::Char, "'{'"),
                (Kind::Lifetime, "'a"),
                (Kind::Char, "b'\\''"),
                (Kind::Char, "'\\u{7b}'"),
                (Kind::Mark, "&"),
                (Kind::Lifetime, "'static"),
                (Kind::Char, "'あ'"),
            ]
        );
    }

    #[test]
    fn comments_nest_and_lines_are_counted() {
        let tokens = lex("/* a /* } */ \n*/ fn\n/// doc\n//// not\n// no");
        let seen: Vec<_> = tokens.iter().map(|token| (token.kind, token.line)).collect();
        assert_eq!(
            seen,
            [(Kind::Comment, 1), (Kind::Word, 2), (Kind::Doc, 3), (Kind::Comment, 4), (Kind::Comment, 5)]
        );
    }

    #[test]
    fn a_raw_name_is_no_string() {
        assert_eq!(kinds("r#type")[0], (Kind::Word, "r"));
        assert_eq!(kinds("break")[0], (Kind::Word, "break"));
    }

    #[test]
    fn an_unfinished_file_ends() {
        for source in ["\"abc", "/* abc", "'\\", "r#\"abc", "'"] {
            assert!(!lex(source).is_empty());
        }
    }
}
