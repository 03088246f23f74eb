//! Everything the one binary does, so that tests reach it directly.

pub mod checkpoint_file;
pub mod cli;
pub mod config;
pub mod demo;
pub mod home;
pub mod messages;
pub mod operate;
pub mod serve;
pub mod simulate;
pub mod store;
pub mod terminal;
pub mod transfer;
