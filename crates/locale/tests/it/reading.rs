//! The Fluent files, read: every message and attribute of a language.

use std::collections::BTreeSet;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;

/// The languages that every text exists in.
pub const LANGUAGES: [&str; 2] = ["ja", "en"];

/// Paths with the texts of the files.
pub type Files = Vec<(String, String)>;

/// One text in one language.
pub struct Text {
    /// `message` or `message.attribute`; terms begin with `-`.
    pub key: String,
    /// Its words in every variant, without what is put in.
    pub words: String,
    /// What is put in, and which variants exist, do not count: only the names of the variables.
    pub variables: BTreeSet<String>,
    /// The file that it is in.
    pub path: String,
}

/// The files with this ending below a folder of this crate, or of all crates for `..`.
pub fn files(folder: &str, ending: &str) -> Files {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|its| its == ending) {
                files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

/// All texts of a language, and what could not be read.
pub fn of(files: &Files, language: &str) -> (Vec<Text>, Vec<String>) {
    let (mut texts, mut wrong) = (Vec::new(), Vec::new());
    for (path, text) in files.iter().filter(|(path, _)| path.contains(&format!("/locales/{language}/"))) {
        read(path, text, &mut texts, &mut wrong);
    }
    (texts, wrong)
}

fn read(path: &str, source: &str, texts: &mut Vec<Text>, wrong: &mut Vec<String>) {
    let resource = parse(source).unwrap_or_else(|(resource, errors)| {
        wrong.extend(
            errors.iter().map(|error| format!("{path} is no Fluent at byte {}: {error}", error.pos.start)),
        );
        resource
    });
    for entry in &resource.body {
        let (key, value, attributes) = match entry {
            Entry::Message(it) => (it.id.name.to_owned(), it.value.as_ref(), &it.attributes),
            Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
            _ => continue,
        };
        let named = attributes.iter().map(|one| (format!("{key}.{}", one.id.name), &one.value));
        let all = value.map(|value| (key.clone(), value)).into_iter().chain(named);
        texts.extend(all.map(|(key, pattern)| text(key, pattern, path)));
    }
}

fn text(key: String, pattern: &Pattern<&str>, path: &str) -> Text {
    let mut text = Text { key, words: String::new(), variables: BTreeSet::new(), path: path.to_owned() };
    walk(pattern, &mut text);
    text
}

fn walk(pattern: &Pattern<&str>, text: &mut Text) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.words.push_str(value),
            PatternElement::Placeable { expression } => expression_of(expression, text),
        }
    }
}

fn expression_of(expression: &Expression<&str>, text: &mut Text) {
    match expression {
        Expression::Inline(inline) => inline_of(inline, text),
        Expression::Select { selector, variants } => {
            inline_of(selector, text);
            for variant in variants {
                text.words.push('\n');
                walk(&variant.value, text);
            }
        }
    }
}

fn inline_of(inline: &InlineExpression<&str>, text: &mut Text) {
    match inline {
        InlineExpression::VariableReference { id } => drop(text.variables.insert(id.name.to_owned())),
        InlineExpression::StringLiteral { value } => text.words.push_str(value),
        InlineExpression::Placeable { expression } => expression_of(expression, text),
        // What another text says is looked at there.
        InlineExpression::MessageReference { id, .. } => text.words.push_str(id.name),
        InlineExpression::FunctionReference { arguments, .. }
        | InlineExpression::TermReference { arguments: Some(arguments), .. } => {
            let named = arguments.named.iter().map(|argument| &argument.value);
            let all = arguments.positional.iter().chain(named);
            // Only variables are put in: a literal here is an option of the function.
            all.filter(|one| matches!(one, InlineExpression::VariableReference { .. }))
                .for_each(|one| inline_of(one, text));
        }
        _ => {}
    }
}
