//! The words of the product in both languages: Fluent files per area and language, embedded and parsed once.
//!
//! Whole sentences only; nothing is put together from pieces. A key that is not there shows itself, which a test forbids.

mod dates;
mod domain_terms;
mod dosing;

use std::sync::LazyLock;

use diary::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

pub use fluent_bundle::FluentValue;

macro_rules! areas {
    ($language:literal) => {
        [
            include_str!(concat!("../locales/", $language, "/access_log.ftl")),
            include_str!(concat!("../locales/", $language, "/chart.ftl")),
            include_str!(concat!("../locales/", $language, "/check_in.ftl")),
            include_str!(concat!("../locales/", $language, "/command_line.ftl")),
            include_str!(concat!("../locales/", $language, "/components.ftl")),
            include_str!(concat!("../locales/", $language, "/dates.ftl")),
            include_str!(concat!("../locales/", $language, "/entries.ftl")),
            include_str!(concat!("../locales/", $language, "/errors.ftl")),
            include_str!(concat!("../locales/", $language, "/family.ftl")),
            include_str!(concat!("../locales/", $language, "/forms.ftl")),
            include_str!(concat!("../locales/", $language, "/help.ftl")),
            include_str!(concat!("../locales/", $language, "/import.ftl")),
            include_str!(concat!("../locales/", $language, "/layout.ftl")),
            include_str!(concat!("../locales/", $language, "/my_days.ftl")),
            include_str!(concat!("../locales/", $language, "/no_role.ftl")),
            include_str!(concat!("../locales/", $language, "/parts.ftl")),
            include_str!(concat!("../locales/", $language, "/patients.ftl")),
            include_str!(concat!("../locales/", $language, "/plan.ftl")),
            include_str!(concat!("../locales/", $language, "/privacy.ftl")),
            include_str!(concat!("../locales/", $language, "/questions.ftl")),
            include_str!(concat!("../locales/", $language, "/refusals.ftl")),
            include_str!(concat!("../locales/", $language, "/sign_in.ftl")),
            include_str!(concat!("../locales/", $language, "/sleep_card.ftl")),
            include_str!(concat!("../locales/", $language, "/symptoms.ftl")),
            include_str!(concat!("../locales/", $language, "/terms.ftl")),
            include_str!(concat!("../locales/", $language, "/timeline.ftl")),
            include_str!(concat!("../locales/", $language, "/tms_patients.ftl")),
            include_str!(concat!("../locales/", $language, "/tms_sessions.ftl")),
            include_str!(concat!("../locales/", $language, "/treatment.ftl")),
            include_str!(concat!("../locales/", $language, "/visit_summary.ftl")),
        ]
    };
}

type Bundle = FluentBundle<FluentResource>;

static JAPANESE: LazyLock<Bundle> = LazyLock::new(|| bundle("ja", &areas!("ja")));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle("en", &areas!("en")));

/// The texts of one language.
#[derive(Clone, Copy)]
pub struct Texts {
    language: Language,
    bundle: &'static Bundle,
}

impl Texts {
    /// The texts of `language`.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let bundle = match language {
            Language::Ja => &*JAPANESE,
            Language::En => &*ENGLISH,
        };
        Self { language, bundle }
    }

    /// Their language.
    #[must_use]
    pub const fn language(self) -> Language {
        self.language
    }

    /// The language as HTML wants it: `ja`, `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.language.as_str()
    }

    /// A text without values; its key where there is none.
    #[must_use]
    pub fn get(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A text with one value.
    #[must_use]
    pub fn one<'a>(self, key: &str, name: &'a str, value: impl Into<FluentValue<'a>>) -> String {
        self.with(key, &[(name, value.into())])
    }

    /// A text with values; its key where there is none.
    #[must_use]
    pub fn with(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let values: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned()
    }

    /// Whether there is such a text.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }
}

fn bundle(language: &str, areas: &[&str]) -> Bundle {
    let language: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Direction marks around values would end up in attributes and copied text; every value here is plain text.
    bundle.set_use_isolating(false);
    for area in areas {
        let resource = FluentResource::try_new((*area).to_owned()).unwrap_or_else(|(resource, _)| resource);
        // The first text of a name stays; the texts' test finds doubles and broken lines.
        drop(bundle.add_resource(resource));
    }
    bundle
}
