//! Query strings, read by name; what is not known is refused, not ignored.

use std::convert::Infallible;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use clinic::ClinicError;
use diary::Code;
use jiff::civil::Date;
use policy::Purpose;

use super::input_error::{self, InputError};

/// The name-value pairs of a query; empty where there is none that can be read.
#[derive(Default)]
pub struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(serde_urlencoded::from_str(parts.uri.query().unwrap_or_default()).unwrap_or_default()))
    }
}

impl Query {
    /// Every name and value, in their order.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
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
    pub fn date(&self, name: &str) -> Result<Option<Date>, InputError> {
        self.get(name).map(|text| input_error::date(name, text)).transpose()
    }

    /// An id by name.
    ///
    /// # Errors
    /// [`Code::NotAnId`].
    pub fn id<T: FromStr<Err = Code>>(&self, name: &str) -> Result<Option<T>, InputError> {
        self.get(name).map(|text| text.parse().map_err(|code| InputError::new(name, code))).transpose()
    }

    /// The purpose it names, if it does.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] for one that is not known: it is nobody's.
    pub fn purpose(&self) -> Result<Option<Purpose>, ClinicError> {
        self.get("purpose").map(|name| Purpose::parse(name).ok_or(ClinicError::NotFound)).transpose()
    }

    /// Whether only these names are there.
    ///
    /// # Errors
    /// [`Code::UnknownField`] for the first other one.
    pub fn only(&self, known: &[&str]) -> Result<(), InputError> {
        match self.0.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(InputError::unknown(name)),
            None => Ok(()),
        }
    }
}
