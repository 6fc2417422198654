//! Aligned columns for a person at a terminal.

use std::io::{self, Write};

/// Where the text of a column stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// Rows of cells, each column as wide as its widest cell.
#[derive(Debug, Clone)]
pub struct Table<const N: usize> {
    sides: [Side; N],
    rows: Vec<Row<N>>,
}

#[derive(Debug, Clone)]
enum Row<const N: usize> {
    Cells([String; N]),
    /// A line of its own below a row, from the second column on.
    Note(String),
}

impl<const N: usize> Table<N> {
    pub fn new(sides: [Side; N]) -> Table<N> {
        Table { sides, rows: Vec::new() }
    }

    pub fn row(&mut self, cells: [String; N]) {
        self.rows.push(Row::Cells(cells));
    }

    /// Says something about the row before.
    pub fn note(&mut self, text: impl Into<String>) {
        self.rows.push(Row::Note(text.into()));
    }

    /// # Errors
    /// Whoever reads has gone, or the disk is full.
    pub fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let widths = self.widths();
        for row in &self.rows {
            let line = match row {
                Row::Cells(cells) => self.line(cells, &widths),
                Row::Note(text) => {
                    format!("{:indent$}{text}", "", indent = widths.first().map_or(0, |w| w + 2))
                }
            };
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn widths(&self) -> [usize; N] {
        let mut widths = [0; N];
        for row in &self.rows {
            if let Row::Cells(cells) = row {
                for (width, cell) in widths.iter_mut().zip(cells) {
                    *width = (*width).max(columns(cell));
                }
            }
        }
        widths
    }

    fn line(&self, cells: &[String; N], widths: &[usize; N]) -> String {
        let cell = |((cell, width), side): ((&String, &usize), &Side)| {
            let space = " ".repeat(width.saturating_sub(columns(cell)));
            match side {
                Side::Left => format!("{cell}{space}"),
                Side::Right => format!("{space}{cell}"),
            }
        };
        cells.iter().zip(widths).zip(&self.sides).map(cell).collect::<Vec<_>>().join("  ")
    }
}

/// The columns that a terminal takes for a text: two for a Chinese character or full-width punctuation.
pub fn columns(text: &str) -> usize {
    let wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}');
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_also_with_chinese_in_them() {
        let mut table = Table::new([Side::Left, Side::Right, Side::Left]);
        table.row(["版本".into(), "大小".into(), "文件夹".into()]);
        table.row(["go1.2".into(), "9 B".into(), "/a".into()]);
        table.note("broken");
        let mut out = Vec::new();
        table.print(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "版本   大小  文件夹\ngo1.2   9 B  /a\n       broken\n");
    }
}
