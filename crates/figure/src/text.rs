//! How wide a text will be, roughly: no font is known here, so it is an estimate on the safe side.

/// The estimated width of `text` at `size`, in user units: full-width characters count one em, others what the widest of
/// the page's fonts gives them.
#[must_use]
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// A character's width in em.
fn em(c: char) -> f64 {
    match c {
        c if is_wide(c) => 1.0,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 1.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | ' ' => 0.38,
        'A'..='Z' => 0.76,
        _ => 0.66,
    }
}

/// `text` cut into at most `lines` lines of `max` units; what does not fit ends with `…`.
///
/// Lines break at spaces, or anywhere in full-width text. The uncut text is always in the table twin.
#[must_use]
pub fn wrap(text: &str, max: f64, size: f64, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let whole = format!("{line}{piece}");
        if line.is_empty() || width(whole.trim_end(), size) <= max {
            line = whole;
        } else {
            out.push(std::mem::replace(&mut line, piece.trim_start().to_owned()));
        }
    }
    out.push(line);
    if out.len() > lines && lines > 0 {
        let rest = out.split_off(lines - 1).join("");
        out.push(rest);
    }
    out.iter().map(|line| ellipsis(line.trim(), max, size)).collect()
}

fn pieces(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut breakable = true;
    for c in text.chars() {
        if breakable || is_wide(c) {
            out.push(String::new());
        }
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
        breakable = c.is_whitespace() || is_wide(c);
    }
    out
}

fn ellipsis(line: &str, max: f64, size: f64) -> String {
    if width(line, size) <= max {
        return line.to_owned();
    }
    let mut out = String::new();
    for c in line.chars() {
        if width(&out, size) + width(&c.to_string(), size) + size > max {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}
