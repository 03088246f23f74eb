//! The program as its user meets it: the built binary, real folders, real requests.

mod command;
mod device;
mod entries;
mod http;
mod place;
mod server;

mod checkpoints;
mod clinic_not_opened;
mod export;
mod failing_device;
mod full_disk;
mod import;
mod init;
mod jumping_clock;
mod log_lines;
mod marker_sweep;
mod open_diary;
mod out_of_memory;
mod outbound;
mod plaintext_stays_inside;
mod postgres;
mod ready_file;
mod sign_in;
mod simulate;
mod start_and_stop;
mod tampering;
mod usage_errors;
mod verify;
