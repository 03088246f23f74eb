//! Measurements on the wire. Which there are, their units and ends all come from the table of the diary.

use diary::{Code, Measure, Measurement, Submission};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::{Object, ObjectBuilder, Type};

use super::fields::Named as _;
use crate::http::input_error::InputError;

/// Something measured of the body.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasurementWire {
    #[schema(schema_with = whats, required = false)]
    what: Option<String>,
    #[schema(schema_with = values, required = false)]
    value: Option<String>,
    /// Another way to write the `value` of a weight: kilograms, such as `"62.5"`.
    kg: Option<String>,
}

impl MeasurementWire {
    pub(super) fn parse(self) -> Result<Submission, InputError> {
        let what = self.what.map_or(Ok(Measure::Weight), |name| Measure::parse(&name)).named("what")?;
        let (field, text) = match (self.value, self.kg, what) {
            (Some(text), None, _) => ("value", text),
            (None, Some(text), Measure::Weight) => ("kg", text),
            (_, Some(_), _) => return Err(InputError::new("kg", Code::Contradicts)),
            (None, None, _) => return Err(InputError::new("value", Code::Missing)),
        };
        Ok(Submission::Measurement(Measurement::parse(what, &text).named(field)?))
    }
}

fn whats() -> Object {
    let names = Measure::ALL.iter().map(|what| what.as_str());
    let what = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names));
    what.description(Some("What was measured; `weight` if absent.")).build()
}

fn values() -> Object {
    let row = |what: &Measure| {
        let scale = what.scale();
        let (name, unit, least, most) = (what.as_str(), scale.unit, scale.least, scale.most);
        format!("`{name}` in {unit}, {least} to {most}, decimals {}", scale.decimals)
    };
    let rows: Vec<String> = Measure::ALL.iter().map(row).collect();
    let description = format!("How much, as a decimal number in text: {}.", rows.join("; "));
    ObjectBuilder::new().schema_type(Type::String).description(Some(description)).build()
}
