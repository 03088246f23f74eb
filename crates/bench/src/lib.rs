//! Load on a running demo server, to measure it and to kill it under load.

mod entries;
mod http;
mod limits;
pub mod measure;
mod pocketbase;
mod postgres;
mod report;
mod server;
pub mod torture;
mod wrk;
