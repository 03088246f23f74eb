//! A stored payload: whatever is read is written again as the same.
#![no_main]

use diary::stored;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(payload) = stored::decode(bytes) {
        let written = stored::encode(&payload).expect("what was read can be written");
        assert_eq!(stored::decode(&written), Ok(payload));
    }
});
