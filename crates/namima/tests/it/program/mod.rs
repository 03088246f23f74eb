//! The program as its user meets it: the built binary, real folders, real requests.

mod command;
mod entries;
mod http;
mod place;
mod server;

mod exporting;
mod full_disk;
mod importing;
mod init;
mod open_diary;
mod postgres;
mod quiet;
mod ready;
mod refused;
mod sign_in;
mod simulated;
mod stopping;
mod tampered;
mod verifying;
mod wrong_calls;
