//! Query strings, read by name; what is not known is refused, not ignored.

use std::str::FromStr;

use diary::Code;
use jiff::civil::Date;

use crate::api::input::WireError;

/// The name-value pairs of a query.
pub struct Query(Vec<(String, String)>);

impl Query {
    /// From the raw query.
    #[must_use]
    pub fn of(raw: Option<&str>) -> Self {
        Self(serde_urlencoded::from_str(raw.unwrap_or_default()).unwrap_or_default())
    }

    /// The first value of a name; none where it is absent or empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(given, value)| given == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// A date by name.
    ///
    /// # Errors
    /// [`Code::NotADate`].
    pub fn date(&self, name: &str) -> Result<Option<Date>, WireError> {
        self.get(name).map(|text| crate::api::input::date(name, text)).transpose()
    }

    /// An id by name.
    ///
    /// # Errors
    /// [`Code::NotAnId`].
    pub fn id<T: FromStr<Err = Code>>(&self, name: &str) -> Result<Option<T>, WireError> {
        self.get(name).map(|text| text.parse().map_err(|code| WireError::new(name, code))).transpose()
    }

    /// Whether only these names are there.
    ///
    /// # Errors
    /// [`Code::UnknownField`] for the first other one.
    pub fn only(&self, known: &[&str]) -> Result<(), WireError> {
        match self.0.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(WireError::unknown(name)),
            None => Ok(()),
        }
    }
}
