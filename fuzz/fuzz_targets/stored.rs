//! Stored payloads, one a line: each that is read is written again as the same, and together they make a chart.
#![no_main]

use diary::{Strand, stored};
use libfuzzer_sys::fuzz_target;
use namima_fuzz::{read_again, shown};

fuzz_target!(|bytes: &[u8]| {
    let read = bytes.split(|byte| *byte == b'\n').take(32).filter_map(|line| stored::decode(line).ok());
    let kept: Vec<_> = read.map(|payload| (Strand::Care, read_again(payload))).collect();
    if !kept.is_empty() {
        shown(kept);
    }
});
