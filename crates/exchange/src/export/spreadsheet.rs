//! Cells that a spreadsheet must not run.

use std::borrow::Cow;

use crate::import::is_number;

/// What makes a spreadsheet read a cell as a formula, and the apostrophe itself, so that taking one away is exact.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '\''];

/// The cell, with an apostrophe in front where it would run. A plain number, signed or not, stays as it is.
pub(super) fn without_formula(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(STARTS) && !is_number(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_get_an_apostrophe_and_numbers_do_not() {
        for plain in ["-3", "+2.5", "4.0", "5", "", "眠れた", "a=b", "2026-11-24"] {
            assert_eq!(without_formula(plain), plain);
        }
        for wild in ["=1+1", "+A1", "-A1", "-1-1", "@SUM(A1)", "\tx", "\rx", "＝1", "'x", "-", "+"] {
            assert_eq!(without_formula(wild), format!("'{wild}"));
        }
    }
}
