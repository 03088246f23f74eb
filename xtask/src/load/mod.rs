//! Load on a running demo server, to measure it and to kill it under.

pub mod bench;
mod entries;
mod http;
mod limits;
mod pocketbase;
mod postgres;
mod report;
mod server;
pub mod torture;
mod wrk;
