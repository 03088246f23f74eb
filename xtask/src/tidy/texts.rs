//! The texts of the product: every message and attribute of the Fluent files.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;

use super::subject::{File, Finding, Subject};

/// The folder of a crate that holds its texts, with one folder a language in it.
const FOLDER: &str = "/locales/";

/// The languages that every text exists in.
pub const LANGUAGES: [&str; 2] = ["ja", "en"];

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

/// All texts of a language, and what could not be read.
pub fn of(subject: &Subject, language: &str) -> (Vec<Text>, Vec<Finding>) {
    let mut texts = Vec::new();
    let mut findings = Vec::new();
    for file in &subject.files {
        let inside = file.path.split_once(FOLDER).and_then(|(_, rest)| rest.strip_prefix(language));
        if file.room().is_some() && inside.is_some_and(|rest| rest.starts_with('/')) && file.ends(&["ftl"]) {
            read(file, &mut texts, &mut findings);
        }
    }
    (texts, findings)
}

fn read(file: &File, texts: &mut Vec<Text>, findings: &mut Vec<Finding>) {
    let resource = match parse(file.text.as_str()) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                let before = file.text.get(..error.pos.start).unwrap_or_default();
                findings.push(file.at(before.matches('\n').count() + 1, format!("is no Fluent: {error}")));
            }
            resource
        }
    };
    for entry in &resource.body {
        let (key, value, attributes) = match entry {
            Entry::Message(it) => (it.id.name.to_owned(), it.value.as_ref(), &it.attributes),
            Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
            _ => continue,
        };
        let named = attributes.iter().map(|one| (format!("{key}.{}", one.id.name), &one.value));
        let all = value.map(|value| (key.clone(), value)).into_iter().chain(named);
        texts.extend(all.map(|(key, pattern)| text(key, pattern, &file.path)));
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
