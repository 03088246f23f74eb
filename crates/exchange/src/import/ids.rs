//! Entry ids that follow from the content: name-based UUIDs (RFC 9562, version 5). They name, they protect nothing.

use diary::EntryId;
use uuid::Uuid;

/// The space of all names of an import.
const IMPORT: Uuid = Uuid::from_u128(0x6e61_6d69_6d61_5f69_8d70_6f72_745f_7631);

/// The id of a list of fields. Each field goes in with its length, so that no two lists read alike.
pub(super) fn id_of(fields: &[&str]) -> EntryId {
    let mut name = Vec::new();
    for field in fields {
        name.extend_from_slice(&(field.len() as u64).to_be_bytes());
        name.extend_from_slice(field.as_bytes());
    }
    EntryId::from_bytes(Uuid::new_v5(&IMPORT, &name).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_from_the_fields_and_their_borders() {
        assert_eq!(id_of(&["ab", "c"]), id_of(&["ab", "c"]));
        assert_ne!(id_of(&["ab", "c"]), id_of(&["a", "bc"]));
        assert_ne!(id_of(&["a"]), id_of(&["a", ""]));
        assert_eq!(id_of(&["row"]).to_string().chars().nth(14), Some('5'));
    }
}
