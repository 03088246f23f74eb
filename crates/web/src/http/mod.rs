//! HTTP without any page: requests and sessions, bodies and queries, addresses, headers, assets and errors.

pub mod assets;
pub mod cookies;
pub mod error;
pub mod input_error;
pub mod json_body;
pub mod query;
pub mod request_info;
pub mod security_headers;
pub mod session;
pub mod urls;
