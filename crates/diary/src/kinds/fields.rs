//! Kinds of entry that are a list of fields. One table of a kind's fields serves storage, the wire, its form, lists and exports.

use std::fmt;

use crate::text::check_name;
use crate::{Code, Refusal, Text};

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldInput {
    /// A whole number.
    Number {
        /// The least that is taken.
        least: u16,
        /// The most that is taken.
        most: u16,
        /// One that could be meant, as forms show it.
        example: &'static str,
    },
    /// One of these names.
    Choice(&'static [&'static str]),
    /// Words on one line.
    Line {
        /// The most characters that are kept.
        most_chars: usize,
        /// The most characters that a form or a program may send.
        most_sent: usize,
    },
}

/// One field of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, stored and on the wire.
    pub name: &'static str,
    /// What it takes.
    pub input: FieldInput,
    /// What it means, for whoever writes it.
    pub meaning: &'static str,
    /// What it means, for whoever reads it.
    pub shown: &'static str,
}

/// What a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// A number.
    Number(u16),
    /// One of the names of its field.
    Choice(&'static str),
    /// Words.
    Line(Text),
}

/// As a form is filled in.
impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Choice(name) => f.write_str(name),
            Self::Line(line) => f.write_str(line.as_str()),
        }
    }
}

impl Field {
    /// Whether it takes a number.
    #[must_use]
    pub const fn takes_numbers(&self) -> bool {
        matches!(self.input, FieldInput::Number { .. })
    }

    /// The keyboard that a form asks for, as HTML names it; empty for the usual one.
    #[must_use]
    pub const fn keyboard(&self) -> &'static str {
        if self.takes_numbers() { "numeric" } else { "" }
    }

    /// The names it takes, where it takes one of a list.
    #[must_use]
    pub const fn choices(&self) -> Option<&'static [&'static str]> {
        match self.input {
            FieldInput::Choice(names) => Some(names),
            _ => None,
        }
    }

    /// What a number means that was sent.
    ///
    /// # Errors
    /// [`Code::OutOfRange`], or [`Code::UnknownValue`] where the field takes none.
    pub fn number(&self, sent: i64) -> Result<FieldValue, Code> {
        let FieldInput::Number { least, most, .. } = self.input else { return Err(Code::UnknownValue) };
        let number = u16::try_from(sent).map_err(|_| Code::OutOfRange)?;
        if (least..=most).contains(&number) { Ok(FieldValue::Number(number)) } else { Err(Code::OutOfRange) }
    }

    /// What a text means that was sent; nothing where it is empty.
    ///
    /// # Errors
    /// As [`Text::parse`]; [`Code::TooLong`]; [`Code::UnknownValue`] for a name that is not the field's, and where the field
    /// takes a number.
    pub fn text(&self, sent: &str) -> Result<Option<FieldValue>, Code> {
        match self.input {
            FieldInput::Number { .. } => Err(Code::UnknownValue),
            FieldInput::Choice(names) => named(names, sent).map(Some),
            FieldInput::Line { most_sent, .. } => {
                let line = Text::parse(sent)?;
                if line.as_ref().is_some_and(|line| line.as_str().chars().count() > most_sent) {
                    return Err(Code::TooLong);
                }
                Ok(line.map(FieldValue::Line))
            }
        }
    }

    /// What a text means that was stored.
    ///
    /// # Errors
    /// [`Code::UnknownValue`] for what the field cannot have said.
    pub(crate) fn stored_text(&self, stored: String) -> Result<FieldValue, Code> {
        match self.input {
            FieldInput::Number { .. } => Err(Code::UnknownValue),
            FieldInput::Choice(names) => named(names, &stored),
            FieldInput::Line { .. } => Ok(FieldValue::Line(Text::from_stored(stored))),
        }
    }

    /// Refuses what the field cannot say.
    ///
    /// # Errors
    /// Names the field.
    pub(crate) fn check(&self, value: &FieldValue) -> Result<(), Refusal> {
        let checked = match (self.input, value) {
            (FieldInput::Number { .. }, FieldValue::Number(number)) => {
                self.number(i64::from(*number)).map(drop)
            }
            (FieldInput::Choice(names), FieldValue::Choice(name)) => named(names, name).map(drop),
            (FieldInput::Line { most_chars, .. }, FieldValue::Line(line)) => {
                check_name(line.as_str(), most_chars)
            }
            _ => Err(Code::UnknownValue),
        };
        checked.map_err(|code| Refusal::new(self.name, code))
    }
}

fn named(names: &'static [&'static str], name: &str) -> Result<FieldValue, Code> {
    let known = names.iter().copied().find(|known| *known == name);
    known.map(FieldValue::Choice).ok_or(Code::UnknownValue)
}

/// A type that a field can have.
pub(crate) trait FieldType: Sized {
    /// As the field says it.
    fn to_value(&self) -> FieldValue;

    /// From what the field says.
    ///
    /// # Errors
    /// [`Code::UnknownValue`] for another field's value.
    fn from_value(value: FieldValue) -> Result<Self, Code>;
}

impl FieldType for u16 {
    fn to_value(&self) -> FieldValue {
        FieldValue::Number(*self)
    }

    fn from_value(value: FieldValue) -> Result<Self, Code> {
        match value {
            FieldValue::Number(number) => Ok(number),
            _ => Err(Code::UnknownValue),
        }
    }
}

impl FieldType for u8 {
    fn to_value(&self) -> FieldValue {
        FieldValue::Number((*self).into())
    }

    fn from_value(value: FieldValue) -> Result<Self, Code> {
        Self::try_from(u16::from_value(value)?).map_err(|_| Code::UnknownValue)
    }
}

impl FieldType for &'static str {
    fn to_value(&self) -> FieldValue {
        FieldValue::Choice(self)
    }

    fn from_value(value: FieldValue) -> Result<Self, Code> {
        match value {
            FieldValue::Choice(name) => Ok(name),
            _ => Err(Code::UnknownValue),
        }
    }
}

impl FieldType for Text {
    fn to_value(&self) -> FieldValue {
        FieldValue::Line(self.clone())
    }

    fn from_value(value: FieldValue) -> Result<Self, Code> {
        match value {
            FieldValue::Line(line) => Ok(line),
            _ => Err(Code::UnknownValue),
        }
    }
}

/// A kind of entry as a struct with a field for each line; what is not known stays empty.
///
/// Each line is the field's meaning for its writer, its name and type, what it takes, and its meaning for its readers.
macro_rules! fields {
    ($(#[$doc:meta])* $name:ident {
        $(#[doc = $meaning:literal] $field:ident: $type:ty = $input:expr, $shown:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            $(#[doc = $meaning] pub $field: Option<$type>,)+
        }

        impl $name {
            /// Its fields, in order.
            pub const FIELDS: &'static [$crate::kinds::fields::Field] = &[$($crate::kinds::fields::Field {
                name: stringify!($field),
                input: $input,
                meaning: $meaning.trim_ascii(),
                shown: $shown,
            }),+];

            pub(crate) fn values(&self) -> Vec<Option<$crate::kinds::fields::FieldValue>> {
                vec![$(self.$field.as_ref().map($crate::kinds::fields::FieldType::to_value)),+]
            }

            pub(crate) fn from_values(
                values: Vec<Option<$crate::kinds::fields::FieldValue>>,
            ) -> Result<Self, $crate::Code> {
                let mut values = values.into_iter();
                Ok(Self {
                    $($field: match values.next().flatten() {
                        Some(value) => Some($crate::kinds::fields::FieldType::from_value(value)?),
                        None => None,
                    },)+
                })
            }
        }
    };
}
pub(crate) use fields;

#[cfg(test)]
mod tests {
    use super::*;

    fields! {
        /// A kind that exists for this test alone.
        MadeUp {
            /// How many.
            count: u8 = FieldInput::Number { least: 1, most: 300, example: "3" }, "How many.";
            /// Which side.
            side: &'static str = FieldInput::Choice(&["left", "right"]), "Which side.";
            /// What else.
            remark: Text = FieldInput::Line { most_chars: 5, most_sent: 3 }, "What else.";
        }
    }

    fn field(name: &str) -> &'static Field {
        MadeUp::FIELDS.iter().find(|field| field.name == name).expect("a field")
    }

    #[test]
    fn a_kind_is_made_of_what_its_fields_take_and_of_nothing_else() {
        let values = vec![
            Some(field("count").number(3).expect("a number")),
            field("side").text("left").expect("a choice"),
            field("remark").text("abc").expect("a line"),
        ];
        let made = MadeUp::from_values(values.clone()).expect("an entry");
        assert_eq!((made.count, made.side), (Some(3), Some("left")));
        assert_eq!(made.values(), values);
        assert_eq!(MadeUp::from_values(vec![None, None, None]), Ok(MadeUp::default()));
        // A number that the field takes and its type does not hold is refused, never cut off.
        let too_much = field("count").number(300).expect("a number");
        assert_eq!(MadeUp::from_values(vec![Some(too_much)]), Err(Code::UnknownValue));
        let swapped = vec![values[1].clone(), values[0].clone(), None];
        assert_eq!(MadeUp::from_values(swapped), Err(Code::UnknownValue));
    }

    #[test]
    fn a_field_refuses_what_it_does_not_take() {
        assert_eq!(field("count").number(0), Err(Code::OutOfRange));
        assert_eq!(field("count").number(301), Err(Code::OutOfRange));
        assert_eq!(field("side").number(1), Err(Code::UnknownValue));
        assert_eq!(field("side").text("up"), Err(Code::UnknownValue));
        assert_eq!(field("remark").text("abcd"), Err(Code::TooLong));
        assert_eq!(field("remark").text(""), Ok(None));
        assert_eq!(field("side").choices(), Some(["left", "right"].as_slice()));
        assert!(field("side").check(&FieldValue::Choice("up")).is_err());
        assert!(field("remark").check(&FieldValue::Number(1)).is_err());
    }
}
