//! The program as its user meets it: the built binary, real folders, real requests.

mod canary;
mod command;
mod device;
mod entries;
mod http;
mod place;
mod server;

mod clock;
mod exporting;
mod failing_device;
mod full_disk;
mod importing;
mod init;
mod log_lines;
mod memory;
mod open_diary;
mod outward;
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
