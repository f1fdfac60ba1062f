//! Where everything stands in the picture, in pixels.

use crate::report::{Line, Ratio};

/// The picture's width.
pub(super) const WIDTH: f64 = 880.0;
/// Where text begins.
pub(super) const LEFT: f64 = 24.0;
/// Where the first group begins.
pub(super) const TOP: f64 = 100.0;
/// How high a bar is.
pub(super) const BAR_HEIGHT: f64 = 14.0;

/// Where the bars begin: on their left is room for the longest of their names.
const BARS_BEGIN: f64 = 300.0;
/// What is kept free on their right: room for a number.
const NUMBER_WIDTH: f64 = 64.0;
const ROW: f64 = 22.0;
const HEAD: f64 = 26.0;
const BETWEEN_GROUPS: f64 = 8.0;
const GAP: f64 = 8.0;

/// Ratios to places from the left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    end: f64,
}

/// The name of a group.
pub(super) struct Head<'a> {
    pub(super) case: &'a str,
    /// Where its text stands.
    pub(super) y: f64,
}

/// A ratio's bar.
pub(super) struct Bar<'a> {
    pub(super) line: &'a Line,
    /// Where it begins, from above.
    pub(super) y: f64,
    /// Where its number begins: on the right of bar and ticks.
    pub(super) number_x: f64,
}

/// The whole picture.
pub(super) struct Layout<'a> {
    pub(super) heads: Vec<Head<'a>>,
    pub(super) bars: Vec<Bar<'a>>,
    pub(super) scale: Scale,
    pub(super) height: f64,
}

impl Scale {
    fn of(lines: &[Line]) -> Self {
        let end = lines.iter().map(|line| farthest(&line.ratio)).fold(1.0, f64::max);
        Self { end }
    }

    /// Where a ratio stands.
    pub(super) fn place(self, ratio: f64) -> f64 {
        let room = WIDTH - NUMBER_WIDTH - BARS_BEGIN;
        BARS_BEGIN + room * ratio.clamp(0.0, self.end) / self.end
    }
}

fn farthest(Ratio { ratio, must, stretch }: &Ratio) -> f64 {
    let targets = [*must, *stretch].into_iter().flatten();
    targets.fold(if ratio.is_finite() { *ratio } else { 0.0 }, f64::max)
}

impl<'a> Layout<'a> {
    /// Lines of one case that follow each other are a group.
    pub(super) fn of(lines: &'a [Line]) -> Self {
        let scale = Scale::of(lines);
        let (mut heads, mut bars, mut y) = (Vec::new(), Vec::new(), TOP);
        for group in lines.chunk_by(|one, next| one.case == next.case) {
            if let Some(Line { case, .. }) = group.first() {
                heads.push(Head { case, y: y + BAR_HEIGHT });
            }
            y += HEAD;
            for line in group {
                let number_x = scale.place(farthest(&line.ratio)) + GAP;
                bars.push(Bar { line, y, number_x });
                y += ROW;
            }
            y += BETWEEN_GROUPS;
        }
        Self { heads, bars, scale, height: y + BETWEEN_GROUPS }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wider than any character of the names is on average at 13 pixels.
    const CHARACTER: f64 = 7.0;

    fn line(case: &str, ratio: f64, stretch: Option<f64>) -> Line {
        let ratio = Ratio { ratio, must: None, stretch };
        Line { case: case.to_owned(), beside: "JS".to_owned(), ratio }
    }

    fn lines() -> Vec<Line> {
        vec![
            line("valid", 1.2, Some(1.3)),
            line("valid", 4.0, None),
            line("malformed", 0.5, Some(0.9)),
            line("malformed", f64::NAN, None),
        ]
    }

    #[test]
    fn bars_stand_below_the_name_of_their_group_and_below_each_other() {
        let lines = lines();
        let layout = Layout::of(&lines);
        assert_eq!(
            layout.heads.iter().map(|head| head.case).collect::<Vec<_>>(),
            ["valid", "malformed"]
        );
        let rows = layout.heads.iter().map(|head| head.y - BAR_HEIGHT);
        let mut rows: Vec<f64> = rows.chain(layout.bars.iter().map(|bar| bar.y)).collect();
        rows.sort_by(f64::total_cmp);
        assert!(rows.windows(2).all(|pair| pair[1] - pair[0] >= BAR_HEIGHT + 4.0), "{rows:?}");
        assert!(rows.last().is_some_and(|last| last + BAR_HEIGHT < layout.height));
    }

    #[test]
    fn numbers_stand_on_the_right_of_bars_and_ticks_and_within_the_picture() {
        let lines = lines();
        let Layout { bars, scale, .. } = Layout::of(&lines);
        for Bar { line, number_x, .. } in bars {
            let Ratio { ratio, must, stretch } = line.ratio;
            for drawn in [Some(ratio), must, stretch].into_iter().flatten() {
                assert!(drawn.is_nan() || scale.place(drawn) < number_x, "{drawn}");
            }
            assert!(number_x + 6.0 * CHARACTER < WIDTH, "{number_x}");
        }
    }

    #[test]
    fn names_fit_on_the_left_of_the_bars() {
        let of_lists = crate::list_cases::cases().into_iter().map(|case| case.name);
        for name in of_lists.chain(["workers-oauth-provider", "documented workers-rs"]) {
            let width = name.chars().count() as f64 * CHARACTER + GAP;
            assert!(width < BARS_BEGIN - LEFT, "{name}");
        }
    }
}
