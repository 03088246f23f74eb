//! What holds of every text of the product.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod languages;
mod phrases;
mod reading;
mod source;
mod values;
