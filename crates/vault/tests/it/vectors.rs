//! Published test vectors of the primitives, through the provider as the vault uses it.

use crate::support::hex;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::{digest, hkdf, hmac};

struct Gcm {
    key: &'static str,
    nonce: &'static str,
    bound: &'static str,
    plain: &'static str,
    cipher: &'static str,
    tag: &'static str,
}

/// McGrew and Viega, "The Galois/Counter Mode of Operation", cases 13 to 16 (AES-256), as NIST publishes them.
const GCM: [Gcm; 4] = [
    Gcm {
        key: "0000000000000000000000000000000000000000000000000000000000000000",
        nonce: "000000000000000000000000",
        bound: "",
        plain: "",
        cipher: "",
        tag: "530f8afbc74536b9a963b4f1c4cb738b",
    },
    Gcm {
        key: "0000000000000000000000000000000000000000000000000000000000000000",
        nonce: "000000000000000000000000",
        bound: "",
        plain: "00000000000000000000000000000000",
        cipher: "cea7403d4d606b6e074ec5d3baf39d18",
        tag: "d0d1c8a799996bf0265b98b5d48ab919",
    },
    Gcm {
        key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        nonce: "cafebabefacedbaddecaf888",
        bound: "",
        plain: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
        cipher: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
                 8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
        tag: "b094dac5d93471bdec1a502270e3cc6c",
    },
    Gcm {
        key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        nonce: "cafebabefacedbaddecaf888",
        bound: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        plain: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        cipher: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
                 8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
        tag: "76fc6ece0f4e1768cddf8853bb2d551b",
    },
];

/// Verifies: CRY-003, CRY-009
#[test]
fn aes_256_gcm() {
    for vector in GCM {
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &hex(vector.key)).unwrap());
        let nonce = || Nonce::try_assume_unique_for_key(&hex(vector.nonce)).unwrap();
        let bound = hex(vector.bound);
        let mut text = hex(vector.plain);
        let tag = key.seal_in_place_separate_tag(nonce(), Aad::from(&bound), &mut text).unwrap();
        assert_eq!(
            (text.as_slice(), tag.as_ref()),
            (hex(vector.cipher).as_slice(), hex(vector.tag).as_slice())
        );
        let mut opened = vec![0; text.len()];
        key.open_separate_gather(nonce(), Aad::from(&bound), &text, tag.as_ref(), &mut opened).unwrap();
        assert_eq!(opened, hex(vector.plain));
    }
}

/// RFC 4231, cases 1, 2, 3 and 6.
///
/// Verifies: CRY-009
#[test]
fn hmac_sha_256() {
    let cases: [(Vec<u8>, &[u8], &str); 4] = [
        (vec![0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (
            b"Jefe".to_vec(),
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (vec![0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (
            vec![0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ];
    for (key, text, expected) in cases {
        assert_eq!(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), text).as_ref(), hex(expected));
    }
}

struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// RFC 5869, test cases 1 and 3.
///
/// Verifies: CRY-009
#[test]
fn hkdf_sha_256() {
    let cases = [
        (
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        ("", "", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    ];
    for (salt, info, expected) in cases {
        let (secret, info, mut key) = (hex(&"0b".repeat(22)), hex(info), [0; 42]);
        let extracted = hkdf::Salt::new(hkdf::HKDF_SHA256, &hex(salt)).extract(&secret);
        extracted.expand(&[&info], Length(42)).unwrap().fill(&mut key).unwrap();
        assert_eq!(key.to_vec(), hex(expected));
    }
}

/// FIPS 180-4 examples.
///
/// Verifies: CRY-009
#[test]
fn sha_256() {
    let two_blocks = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".as_slice();
    let cases = [
        (b"abc".as_slice(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (two_blocks, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    ];
    for (text, expected) in cases {
        assert_eq!(digest::digest(&digest::SHA256, text).as_ref(), hex(expected));
    }
}
