//! Zips written by hand, as small as they can be. That whole zips are read as go reads them is shown by the oracle.

use bstr::{BStr, ByteSlice};

use super::samples::{Content, ended, record, zip};
use super::*;

fn read(bytes: &[u8]) -> Result<Vec<(String, u64, u64)>, Flaw> {
    let directory = Directory::read(bytes)?;
    let told = |entry: &Entry| (directory.name(entry).to_string(), entry.size, entry.at);
    Ok(directory.entries.iter().map(told).collect())
}

fn row(name: &str, size: u64, at: u64) -> (String, u64, u64) {
    (name.into(), size, at)
}

const TWO: [Content<'_>; 2] = [("a", b"one"), ("b/", b"")];

#[test]
fn entries_are_read_in_the_order_of_the_directory() {
    let bytes = zip(&TWO);
    assert_eq!(read(&bytes).unwrap(), [row("a", 3, 0), row("b/", 0, 34)]);
    let directory = Directory::read(bytes.as_slice()).unwrap();
    let entry = &directory.entries[0];
    assert_eq!((entry.packing(), entry.has_descriptor()), (Some(Packing::Stored), false));
    assert_eq!(entry.body(&bytes), Some(31));
    assert_eq!(entry.body(&bytes[1..]), None);
    assert_eq!(read(&zip(&[])), Ok(vec![]));
}

#[test]
fn what_stands_before_a_zip_is_passed_over() {
    let shifted = [b"#!/bin/sh\n".as_slice(), &zip(&TWO)].concat();
    assert_eq!(read(&shifted).unwrap(), [row("a", 3, 10), row("b/", 0, 44)]);
    // The directory is where it should be, and only the end says otherwise.
    let mut wrong = zip(&TWO);
    let end = wrong.len() - 22;
    wrong[end + 12] -= 1;
    assert_eq!(read(&wrong).unwrap(), [row("a", 3, 0), row("b/", 0, 34)]);
}

#[test]
fn a_comment_is_found_and_a_cut_one_is_no_zip() {
    let mut bytes = zip(&TWO);
    let length = bytes.len();
    bytes[length - 2] = 3;
    assert_eq!(read(&bytes), Err(Flaw::NotAZip));
    bytes.extend(b"abc");
    assert_eq!(read(&bytes).unwrap().len(), 2);
    // Beyond the last thousand bytes it is looked for once more.
    let mut bytes = zip(&TWO);
    bytes[length - 2..].copy_from_slice(&60_000u16.to_le_bytes());
    bytes.extend([b' '; 60_000]);
    assert_eq!(read(&bytes).unwrap().len(), 2);
}

#[test]
fn a_directory_with_another_number_of_entries_is_no_zip() {
    let mut bytes = zip(&TWO);
    let at = bytes.len() - 12;
    bytes[at] = 3;
    assert_eq!(read(&bytes), Err(Flaw::NotAZip));
    for cut in 0..zip(&TWO).len() {
        assert_eq!(read(&zip(&TWO)[..cut]), Err(Flaw::NotAZip), "{cut}");
    }
}

#[test]
fn lengths_of_64_bits_are_taken_where_those_of_32_are_full() {
    let wide = |values: &[u64]| {
        let field: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        [&[0x55, 0x54, 1, 0, 9, 1, 0][..], &(field.len() as u16).to_le_bytes(), &field].concat()
    };
    let one = |extra: &[u8]| {
        let directory = record("a", u32::MAX, 7, extra);
        read(&ended(vec![b' '; 60], &directory, 1))
    };
    assert_eq!(one(&wide(&[5, 6])), Ok(vec![row("a", 5, 7)]));
    assert_eq!(one(&wide(&[5])), Err(Flaw::NotAZip));
    assert_eq!(one(&[]), Ok(vec![row("a", u64::from(u32::MAX), 7)]));
}

#[test]
fn the_crc_behind_an_entry_may_be_marked() {
    let directory = Directory::read(zip(&TWO).as_slice()).unwrap();
    let mut entry = directory.entries[0].clone();
    entry.crc = 0x0403_0201;
    assert!(entry.descriptor_agrees(b"PK\x07\x08\x01\x02\x03\x04 packed size "));
    assert!(entry.descriptor_agrees(b"\x01\x02\x03\x04 packed size"));
    assert!(!entry.descriptor_agrees(b"\x01\x02\x03\x05 packed size"));
    assert!(!entry.descriptor_agrees(b"PK\x07\x08\x01\x02\x03\x04 cut"));
}

#[test]
fn only_what_go_would_unpack_is_a_module() {
    let judged = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| format!("m@v1/{name}")).collect();
        let entries: Vec<Content<'_>> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        check(&Directory::read(zip(&entries).as_slice()).unwrap(), BStr::new("m@v1/"))
    };
    for good in [
        &["", "go.mod", "LICENSE", "a/b.go", "a/c.go", "a/"][..],
        &["großer (block).txt", ".hidden", "a~1", "x+y/z@w", "-"],
    ] {
        assert_eq!(judged(good), Ok(()), "{good:?}");
    }
    for bad in [
        &["../x"][..],
        &["/x"],
        &["a//b"],
        &["./a"],
        &["a/.."],
        &["a."],
        &["a\\b"],
        &["a:b"],
        &["nul.txt"],
        &["a\nb"],
        &["a", "a"],
        &["a", "A"],
        &["a/b", "A/c"],
        &["a", "a/b"],
        &["ä", "Ä"],
        &["sub/go.mod"],
        &["GO.MOD"],
    ] {
        assert!(matches!(judged(bad), Err(Flaw::BadName(_))), "{bad:?}");
    }
    let outside = zip(&[("other@v1/a", b"")]);
    let outside = Directory::read(outside.as_slice()).unwrap();
    assert!(matches!(check(&outside, BStr::new("m@v1/")), Err(Flaw::BadName(_))));
}

#[test]
fn more_than_go_unpacks_is_refused_before_it_is_unpacked() {
    let sized = |name: &str, size: u32| {
        let bytes = ended(Vec::new(), &record(&format!("m@v1/{name}"), size, 0, &[]), 1);
        check(&Directory::read([&[0; 40][..], &bytes].concat().as_slice()).unwrap(), BStr::new("m@v1/"))
    };
    assert_eq!(sized("a", 500 << 20), Ok(()));
    assert_eq!(sized("a", (500 << 20) + 1), Err(Flaw::TooLarge));
    assert_eq!(sized("go.mod", (16 << 20) + 1), Err(Flaw::TooLarge));
    assert_eq!(sized("LICENSE", (16 << 20) + 1), Err(Flaw::TooLarge));
}

#[test]
fn every_sample_is_a_zip() {
    for (name, bytes) in super::samples::all() {
        assert!(read(&bytes).is_ok(), "{name}");
    }
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(
        mut bytes in proptest::collection::vec(proptest::arbitrary::any::<u8>(), 0..300),
        at: proptest::sample::Index,
    ) {
        let _ = read(&bytes);
        let whole = zip(&TWO);
        let at = at.index(whole.len());
        let length = bytes.len().min(whole.len() - at).min(8);
        bytes.truncate(length);
        let mut changed = whole;
        changed[at..at + length].copy_from_slice(&bytes);
        if let Ok(directory) = Directory::read(changed.as_slice()) {
            let _ = check(&directory, b"a".as_bstr());
            proptest::prop_assert!(directory.entries.len() <= 2);
        }
    }
}
