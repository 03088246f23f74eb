//! HTTP without any page: who asks, sessions, bodies, queries, addresses, headers, assets and failures.

pub mod assets;
pub mod error;
pub mod json_body;
pub mod query;
pub mod request_info;
pub mod security_headers;
pub mod session;
pub mod urls;
