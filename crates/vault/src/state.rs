//! The sum of everything that stands in a ledger beside its chains: one keyed number for heads, rows and jobs.
//!
//! A chain proves the order of what is only added. Rows and jobs are replaced and removed, so a chain cannot hold them. The sum
//! can: each thing adds a number that only the key gives, whoever replaces it takes the old number away, and the result
//! does not depend on any order. Source: Clarke, Devadas, van Dijk, Gassend, Suh, "Incremental Multiset Hash Functions and
//! Their Application to Memory Integrity Checking", ASIACRYPT 2003 (MSet-Add-Hash); here with HMAC-SHA-512, modulo 2^512.

use std::fmt;

const LIMBS: usize = 8;

/// What one thing adds to the sum.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct StateTerm([u64; LIMBS]);

/// The sum of all that stands there.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct StateSum([u64; LIMBS]);

/// A sum as it is stored: masked, 64 bytes, big-endian.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct StateSeal(pub [u8; 64]);

impl StateTerm {
    pub(crate) fn of(bytes: &[u8; 64]) -> Self {
        Self(limbs(bytes))
    }
}

impl StateSum {
    /// With one thing more.
    #[must_use]
    pub fn plus(self, StateTerm(term): StateTerm) -> Self {
        let mut sum = self.0;
        let mut carry = false;
        for (limb, added) in sum.iter_mut().zip(term) {
            let (first, over) = limb.overflowing_add(added);
            let (second, more) = first.overflowing_add(u64::from(carry));
            (*limb, carry) = (second, over || more);
        }
        Self(sum)
    }

    /// With one thing less.
    #[must_use]
    pub fn minus(self, StateTerm(term): StateTerm) -> Self {
        let mut sum = self.0;
        let mut borrow = false;
        for (limb, taken) in sum.iter_mut().zip(term) {
            let (first, under) = limb.overflowing_sub(taken);
            let (second, more) = first.overflowing_sub(u64::from(borrow));
            (*limb, borrow) = (second, under || more);
        }
        Self(sum)
    }
}

impl StateSeal {
    /// Beside a chain that has no event yet.
    pub const EMPTY: Self = Self([0; 64]);

    /// Reads stored bytes; `None` if the length is not exactly right.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn of(StateSum(masked): StateSum) -> Self {
        let mut bytes = [0; 64];
        for (chunk, limb) in bytes.rchunks_exact_mut(8).zip(masked) {
            chunk.copy_from_slice(&limb.to_be_bytes());
        }
        Self(bytes)
    }

    pub(crate) fn masked(&self) -> StateSum {
        StateSum(limbs(&self.0))
    }
}

/// The number in 64 big-endian bytes, least limb first.
fn limbs(bytes: &[u8; 64]) -> [u64; LIMBS] {
    let mut limbs = [0; LIMBS];
    for (limb, chunk) in limbs.iter_mut().zip(bytes.rchunks_exact(8)) {
        *limb = chunk.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte));
    }
    limbs
}

impl fmt::Debug for StateTerm {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("StateTerm(redacted)")
    }
}

impl fmt::Debug for StateSum {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("StateSum(redacted)")
    }
}

impl fmt::Debug for StateSeal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("StateSeal(")?;
        self.0.iter().take(8).try_for_each(|byte| write!(out, "{byte:02x}"))?;
        out.write_str("…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn term(bytes: Vec<u8>) -> StateTerm {
        StateTerm::of(&bytes.try_into().unwrap())
    }

    proptest! {
        /// What was added and taken away again leaves nothing, in whatever order; carries run through all limbs.
        #[test]
        fn a_sum_has_no_order(
            one in proptest::collection::vec(any::<u8>(), 64),
            other in proptest::collection::vec(any::<u8>(), 64),
        ) {
            let (one, other) = (term(one), term(other));
            let sum = StateSum::default().plus(one).plus(other);
            prop_assert_eq!(sum, StateSum::default().plus(other).plus(one));
            prop_assert_eq!(sum.minus(one), StateSum::default().plus(other));
            prop_assert_eq!(sum.minus(other).minus(one), StateSum::default());
            prop_assert_eq!(StateSeal::of(sum).masked(), sum);
        }
    }

    #[test]
    fn carries_and_borrows_reach_the_last_limb() {
        let (most, one) = (term(vec![0xff; 64]), term([vec![0; 63], vec![1]].concat()));
        assert_eq!(StateSum::default().plus(most).plus(one), StateSum::default());
        assert_eq!(StateSum::default().minus(one), StateSum::default().plus(most));
        assert_eq!(StateSeal::of(StateSum::default().plus(one)).0.last(), Some(&1));
    }
}
