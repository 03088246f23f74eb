//! Made-up check-ins for load: valid, each with an id of its own.

use serde_json::{Value, json};

/// A seeded stream of numbers (SplitMix64). For load and for moments, never for secrets.
pub struct Numbers(u64);

impl Numbers {
    /// The same seed gives the same numbers.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The next number below `end`, which is above 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// A random (version 4) UUID.
    pub fn uuid(&mut self) -> String {
        let bits = (u128::from(self.next()) << 64) | u128::from(self.next());
        let bits = (bits & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
        let hex = format!("{bits:032x}");
        let piece = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
        format!("{}-{}-{}-{}-{}", piece(0, 8), piece(8, 12), piece(12, 16), piece(16, 20), piece(20, 32))
    }
}

/// When and where made-up entries are written.
pub struct Now {
    date: String,
    entered_at: String,
}

impl Now {
    /// Today in Tokyo, at this moment.
    pub fn in_tokyo() -> anyhow::Result<Self> {
        let now = jiff::Timestamp::now().in_tz("Asia/Tokyo")?;
        Ok(Self {
            date: now.date().to_string(),
            entered_at: now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        })
    }

    /// The body of a request with one check-in that carries `note`, and the id of that check-in.
    pub fn check_in(&self, numbers: &mut Numbers, note: Option<&str>) -> (String, Value) {
        let id = numbers.uuid();
        let mut entry = json!({
            "id": id, "kind": "check_in", "date": self.date, "zone": "Asia/Tokyo", "entered_at": self.entered_at,
            "mood": numbers.below(11), "anxiety": numbers.below(11), "medicine": "as_planned", "function": "as_usual",
            "symptoms": { "answer": "listed", "asked": ["dizziness"], "listed": [{ "id": "dizziness", "severity": 2 }] },
            "language": "ja", "client": "0.1.0", "mode": "live",
        });
        if let (Some(note), Some(fields)) = (note, entry.as_object_mut()) {
            fields.insert("note".to_owned(), Value::from(note));
        }
        (id, json!({ "entries": [entry] }))
    }

    /// A check-in that is sent again and again, each time with an id and a time of its own.
    pub fn check_in_again(&self) -> Value {
        let mut body = self.check_in(&mut Numbers::new(1), None).1;
        if let Some(entry) = body.pointer_mut("/entries/0").and_then(Value::as_object_mut) {
            entry.insert("id".to_owned(), json!("$UUID"));
            entry.insert("entered_at".to_owned(), json!("$SECOND"));
        }
        body
    }

    /// The shortest entry there is, likewise: an event of today.
    pub fn event_again(&self) -> Value {
        json!({ "entries": [{
            "id": "$UUID", "kind": "event", "date": self.date, "zone": "Asia/Tokyo", "entered_at": "$SECOND",
            "what": "caffeine", "language": "ja", "client": "0.1.0", "mode": "live",
        }] })
    }
}

/// Where entries of a chart go.
pub fn path(chart: &str) -> String {
    format!("/api/v1/charts/{chart}/entries")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_4_and_differ() {
        let mut numbers = Numbers::new(7);
        let (first, second) = (numbers.uuid(), numbers.uuid());
        assert_ne!(first, second);
        for id in [first, second] {
            let bytes = id.as_bytes();
            assert_eq!((id.len(), bytes[14], bytes[8], bytes[23]), (36, b'4', b'-', b'-'), "{id}");
            assert!(b"89ab".contains(&bytes[19]), "{id}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed| (0..4).map(|_| Numbers::new(seed).below(1000)).collect::<Vec<_>>();
        assert_eq!(draw(3), draw(3));
        assert_ne!(Numbers::new(3).next(), Numbers::new(4).next());
    }

    #[test]
    fn a_check_in_carries_its_note() {
        let now = Now { date: "2026-11-24".into(), entered_at: "2026-11-24T21:00:00+09:00".into() };
        let (id, body) = now.check_in(&mut Numbers::new(1), Some("marker"));
        assert_eq!(
            (body["entries"][0]["id"].as_str(), body["entries"][0]["note"].as_str()),
            (Some(&*id), Some("marker"))
        );
    }
}
