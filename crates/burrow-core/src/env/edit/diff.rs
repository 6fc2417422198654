//! The difference of two contents of a file, line by line, for a person to read.

use bstr::ByteSlice;

use super::draft::{DiffLine, DiffSign};
use crate::secret::{Masked, mask_file};

/// Unchanged lines shown around a change.
const CONTEXT: usize = 3;
/// Beyond this many pairs of lines the middle is shown as removed and added whole.
const MOST_PAIRS: usize = 4_000_000;

/// The lines that differ, with some that do not around them. Secrets are masked after comparing, so that a
/// changed password still shows as a changed line.
pub fn diff(before: &[u8], after: &[u8]) -> Vec<DiffLine> {
    let (old, new) = (lines(before), lines(after));
    let (masked_old, masked_new) = (mask_file(before), mask_file(after));
    let (shown_old, shown_new) = (lines(&masked_old), lines(&masked_new));
    let mut out = Vec::new();
    for step in steps(&old, &new) {
        let (sign, text, old_line, new_line) = match step {
            Step::Same(o, n) => (DiffSign::Same, shown_new.get(n), Some(o), Some(n)),
            Step::Removed(o) => (DiffSign::Removed, shown_old.get(o), Some(o), None),
            Step::Added(n) => (DiffSign::Added, shown_new.get(n), None, Some(n)),
        };
        out.push(DiffLine {
            sign,
            text: Masked::stored(text.copied().unwrap_or_default()),
            old_line: old_line.map(number),
            new_line: new_line.map(number),
        });
    }
    around_changes(out)
}

/// Lines without their line feed. Masking never adds or removes one, so both spellings have the same lines.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.lines_with_terminator().map(|line| line.strip_suffix(b"\n").unwrap_or(line)).collect()
}

fn number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Same(usize, usize),
    Removed(usize),
    Added(usize),
}

fn steps(old: &[&[u8]], new: &[&[u8]]) -> Vec<Step> {
    let head = old.iter().zip(new).take_while(|(o, n)| o == n).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(o, n)| o == n).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut steps: Vec<Step> = (0..head).map(|i| Step::Same(i, i)).collect();
    middle(&old[head..old_end], &new[head..new_end], head, &mut steps);
    steps.extend((0..tail).map(|i| Step::Same(old_end + i, new_end + i)));
    steps
}

/// The longest common subsequence of what is left between equal beginnings and ends.
fn middle(old: &[&[u8]], new: &[&[u8]], offset: usize, steps: &mut Vec<Step>) {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        steps.extend((0..old.len()).map(|o| Step::Removed(offset + o)));
        steps.extend((0..new.len()).map(|n| Step::Added(offset + n)));
        return;
    }
    let width = new.len() + 1;
    // longest[o * width + n]: of old[o..] and new[n..].
    let mut longest = vec![0u32; (old.len() + 1) * width];
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            longest[o * width + n] = if old[o] == new[n] {
                longest[(o + 1) * width + n + 1] + 1
            } else {
                longest[(o + 1) * width + n].max(longest[o * width + n + 1])
            };
        }
    }
    let (mut o, mut n) = (0, 0);
    while o < old.len() || n < new.len() {
        if o < old.len() && n < new.len() && old[o] == new[n] {
            steps.push(Step::Same(offset + o, offset + n));
            (o, n) = (o + 1, n + 1);
        } else if o < old.len()
            && (n == new.len() || longest[(o + 1) * width + n] >= longest[o * width + n + 1])
        {
            steps.push(Step::Removed(offset + o));
            o += 1;
        } else {
            steps.push(Step::Added(offset + n));
            n += 1;
        }
    }
}

fn around_changes(lines: Vec<DiffLine>) -> Vec<DiffLine> {
    let changed: Vec<bool> = lines.iter().map(|line| line.sign != DiffSign::Same).collect();
    let near = |at: usize| {
        let from = at.saturating_sub(CONTEXT);
        changed[from..lines_end(at, changed.len())].iter().any(|&c| c)
    };
    let keep: Vec<bool> = (0..changed.len()).map(near).collect();
    lines.into_iter().zip(keep).filter_map(|(line, keep)| keep.then_some(line)).collect()
}

fn lines_end(at: usize, len: usize) -> usize {
    (at + CONTEXT + 1).min(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> Vec<String> {
        diff(before.as_bytes(), after.as_bytes())
            .iter()
            .map(|line| {
                let sign = match line.sign {
                    DiffSign::Same => ' ',
                    DiffSign::Removed => '-',
                    DiffSign::Added => '+',
                };
                format!("{sign}{}", line.text)
            })
            .collect()
    }

    #[test]
    fn a_changed_line_is_removed_and_added_between_its_neighbours() {
        assert_eq!(
            shown("GOA=1\nGOB=2\nGOC=3\n", "GOA=1\nGOB=9\nGOC=3\n"),
            [" GOA=1", "-GOB=2", "+GOB=9", " GOC=3"]
        );
    }

    #[test]
    fn far_lines_are_left_out_and_numbers_tell_where_one_is() {
        let text: String = (0..20).map(|i| format!("GO{i}=x\n")).collect();
        let lines = diff(text.as_bytes(), format!("{text}GOZ=1\n").as_bytes());
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0].old_line, Some(18));
        assert_eq!((lines[3].old_line, lines[3].new_line), (None, Some(21)));
    }

    #[test]
    fn equal_files_have_no_difference() {
        assert_eq!(shown("GOA=1\n", "GOA=1\n"), Vec::<String>::new());
        assert_eq!(shown("", ""), Vec::<String>::new());
    }

    #[test]
    fn a_changed_password_shows_as_a_change_without_itself() {
        assert_eq!(
            shown("GOPROXY=https://u:old@h\n", "GOPROXY=https://u:new@h\n"),
            ["-GOPROXY=https://***@h", "+GOPROXY=https://***@h"]
        );
    }

    #[test]
    fn a_huge_rewrite_is_shown_whole_instead_of_thought_about() {
        let old: String = (0..3000).map(|i| format!("A{i}\n")).collect();
        let new: String = (0..3000).map(|i| format!("B{i}\n")).collect();
        assert_eq!(diff(old.as_bytes(), new.as_bytes()).len(), 6000);
    }
}
