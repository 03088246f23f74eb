//! The widths of an envelope, fixed-width joining of fields and SHA-256 over them.

use aws_lc_rs::digest;

pub(crate) const NONCE_BYTES: usize = 12;
pub(crate) const TAG_BYTES: usize = 16;
/// Format byte and nonce.
pub(crate) const HEAD_BYTES: usize = 1 + NONCE_BYTES;

/// Joins fixed-width fields into exactly `N` bytes. Golden tests pin every use, so a wrong `N` cannot slip through.
pub(crate) fn join<const N: usize>(parts: &[&[u8]]) -> [u8; N] {
    debug_assert_eq!(parts.iter().map(|part| part.len()).sum::<usize>(), N, "widths do not add up");
    let mut joined = [0; N];
    let mut rest = joined.as_mut_slice();
    for part in parts {
        let Some((head, tail)) = std::mem::take(&mut rest).split_at_mut_checked(part.len()) else { break };
        head.copy_from_slice(part);
        rest = tail;
    }
    joined
}

/// SHA-256 in one shot (no allocation).
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(digest::digest(&digest::SHA256, bytes).as_ref()) {
        *to = *from;
    }
    out
}
