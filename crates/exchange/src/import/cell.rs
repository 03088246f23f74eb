//! What one cell may hold.

use std::ops::RangeInclusive;

use diary::HalfMicrograms;
use jiff::civil::{Date, Time};

use super::refusal::Cause;

/// Unit of the dose column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milligrams.
    Mg,
    /// HalfMicrograms.
    Microgram,
    /// Grams.
    G,
}

impl Unit {
    /// Decimals down to a tenth of a microgram.
    const fn decimals(self) -> usize {
        match self {
            Self::Microgram => 1,
            Self::Mg => 4,
            Self::G => 7,
        }
    }

    /// `mg`, `µg` (also `μg`, `ug` and `mcg`) or `g`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "mg" => Some(Self::Mg),
            "µg" | "μg" | "ug" | "mcg" => Some(Self::Microgram),
            "g" => Some(Self::G),
            _ => None,
        }
    }
}

/// Whether a cell holds nothing: the value is missing.
pub(super) fn is_empty(cell: &str) -> bool {
    cell.trim().is_empty()
}

/// Whether a text is a plain decimal number: an optional sign, digits, perhaps a point and digits.
pub(crate) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    is_digits(whole) && is_digits(fraction) && text.len() <= 32
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a spreadsheet would run the cell.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// A number, for comparing with a range; what is stored is the cell itself.
pub(super) fn number(cell: &str) -> Result<f64, Cause> {
    let text = cell.trim();
    if !is_number(text) {
        return Err(if is_formula(text) { Cause::Formula } else { Cause::NotANumber });
    }
    text.parse().map_err(|_| Cause::NotANumber)
}

/// A calendar date written `2012-08-13` or `2012/8/13`.
pub(super) fn date(cell: &str) -> Result<Date, Cause> {
    let text = cell.trim();
    let (parts, width) = if text.contains('-') { (text.split('-'), 2) } else { (text.split('/'), 1) };
    let Some([year, month, day]) = numbers(parts, [4..=4, width..=2, width..=2]) else {
        return Err(if is_formula(text) { Cause::Formula } else { Cause::NotADate });
    };
    let month = i8::try_from(month).map_err(|_| Cause::ImpossibleDate)?;
    let day = i8::try_from(day).map_err(|_| Cause::ImpossibleDate)?;
    Date::new(year, month, day).map_err(|_| Cause::ImpossibleDate)
}

/// A clock time written `8:30`, `08:30` or `08:30:15`.
pub(super) fn time(cell: &str) -> Result<Time, Cause> {
    let text = cell.trim();
    let with_seconds = if text.matches(':').count() == 1 { format!("{text}:00") } else { text.to_owned() };
    let [hour, minute, second] =
        numbers(with_seconds.split(':'), [1..=2, 2..=2, 2..=2]).ok_or(Cause::NotATime)?;
    let hour = i8::try_from(hour).map_err(|_| Cause::NotATime)?;
    let minute = i8::try_from(minute).map_err(|_| Cause::NotATime)?;
    let second = i8::try_from(second).map_err(|_| Cause::NotATime)?;
    Time::new(hour, minute, second, 0).map_err(|_| Cause::NotATime)
}

/// The numbers of exactly three parts, each with so many digits.
fn numbers<'a>(
    mut parts: impl Iterator<Item = &'a str>,
    digits: [RangeInclusive<usize>; 3],
) -> Option<[i16; 3]> {
    let mut numbers = [0; 3];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        if !digits.contains(&part.len()) || !is_digits(part) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    if parts.next().is_none() { Some(numbers) } else { None }
}

/// A dose in the map's unit, exactly; what is between two half micrograms is refused.
pub(super) fn dose(cell: &str, unit: Unit) -> Result<HalfMicrograms, Cause> {
    let text = cell.trim();
    if !is_number(text) {
        return Err(if is_formula(text) { Cause::Formula } else { Cause::NotADose });
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    let places = unit.decimals();
    if fraction.len() > places || whole.starts_with(['+', '-']) {
        return Err(Cause::NotADose);
    }
    let tenths_of_microgram = format!("{whole}{fraction:0<places$}");
    let tenths_of_microgram: u64 = tenths_of_microgram.parse().map_err(|_| Cause::NotADose)?;
    if !tenths_of_microgram.is_multiple_of(5) {
        return Err(Cause::NotADose);
    }
    HalfMicrograms::new(tenths_of_microgram / 5).map_err(|_| Cause::NotADose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_two_forms_only() {
        let day = jiff::civil::date(2012, 8, 3);
        assert_eq!(date("2012-08-03"), Ok(day));
        assert_eq!(date("2012/8/3"), Ok(day));
        assert_eq!(date("2012/08/03"), Ok(day));
        for wrong in
            ["2012-8-3", "12/8/3", "3.8.2012", "2012/8", "2012/8/3/1", "2012-08-03T10:00", "", "二〇一二"]
        {
            assert_eq!(date(wrong), Err(Cause::NotADate), "{wrong}");
        }
        for impossible in ["2023-02-30", "2023/13/1", "2023/0/1", "2023-04-31", "2023-02-29"] {
            assert_eq!(date(impossible), Err(Cause::ImpossibleDate), "{impossible}");
        }
        assert_eq!(date("=TODAY()"), Err(Cause::Formula));
    }

    #[test]
    fn times_with_or_without_seconds() {
        assert_eq!(time("8:30"), Ok(jiff::civil::time(8, 30, 0, 0)));
        assert_eq!(time("08:30:15"), Ok(jiff::civil::time(8, 30, 15, 0)));
        for wrong in ["24:00", "8:3", "830", "8:30:61", "8:30 pm", "", "8:30:15:1"] {
            assert_eq!(time(wrong), Err(Cause::NotATime), "{wrong}");
        }
    }

    #[test]
    fn numbers_are_plain_decimals() {
        for good in ["5", "4.0", "-3", "+2.5", " 7 ", "007"] {
            assert!(number(good).is_ok(), "{good}");
        }
        for wrong in ["5,0", "1e3", "５", "NA", "1.", ".5", "0x10", "inf", "NaN", "1 2"] {
            assert_eq!(number(wrong), Err(Cause::NotANumber), "{wrong}");
        }
        for formula in ["=1+1", "+A1", "-A1", "@SUM(A1)", "--3", "＝1"] {
            assert_eq!(number(formula), Err(Cause::Formula), "{formula}");
        }
    }

    #[test]
    fn doses_are_exact_half_micrograms() {
        let half_micrograms = |text, unit| dose(text, unit).map(HalfMicrograms::get);
        assert_eq!(half_micrograms("37.5", Unit::Mg), Ok(75_000));
        assert_eq!(half_micrograms("0.0625", Unit::Mg), Ok(125));
        assert_eq!(half_micrograms("62.5", Unit::Microgram), Ok(125));
        assert_eq!(half_micrograms("150.0", Unit::Microgram), Ok(300));
        assert_eq!(half_micrograms("1.2", Unit::G), Ok(2_400_000));
        assert_eq!(half_micrograms("0.0000625", Unit::G), Ok(125));
        assert_eq!(half_micrograms("0", Unit::Mg), Ok(0));
        for wrong in ["0.0001", "0.00005", "-5", "100001", "a"] {
            assert_eq!(half_micrograms(wrong, Unit::Mg), Err(Cause::NotADose), "{wrong}");
        }
        assert_eq!(half_micrograms("62.4", Unit::Microgram), Err(Cause::NotADose));
    }

    #[test]
    fn every_spelling_of_a_unit() {
        for microgram in ["µg", "μg", "ug", "mcg"] {
            assert_eq!(Unit::parse(microgram), Some(Unit::Microgram), "{microgram}");
        }
        assert_eq!(Unit::parse("IU"), None);
    }
}
