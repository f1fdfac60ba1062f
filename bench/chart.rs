//! The ratios as a picture: a bar each, with a tick for what it has to be and one for what it is
//! wished to be.

mod layout;

use std::path::Path;

use anyhow::{Context, Result};
use svg::Document;
use svg::node::element::{
    Circle, Description, Group, Line as Stroke, Rectangle, Style, Text, Title,
};

use crate::report::{Line, Reached};
use layout::{BAR_HEIGHT, Bar, LEFT, Layout, TOP, WIDTH};

const TITLE: &str = "What Gatepass costs beside its peers";
const CAPTION: &str = "Processor time per request in one workerd, the peer's ÷ ours: more is better. \
                       At 1 both cost the same.";
const DESCRIPTION: &str = "A bar for each ratio, in groups by what is asked. A solid tick stands at \
                           what the ratio has to be, a dotted one at what it is wished to be.";

/// Contrast of at least 4.5 for text and 3 for bars and ticks, in light and in dark.
const STYLE: &str = "
svg { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; }
.ground { fill: #ffffff; } text { fill: #1f2328; } .soft { fill: #59636e; }
.title { font-size: 17px; font-weight: 600; } .head, .number { font-weight: 600; }
.number { paint-order: stroke; stroke: #ffffff; stroke-width: 4; stroke-linejoin: round; }
.met { fill: #0969da; } .missed { fill: #bc4c00; } .unasked { fill: #818b98; }
line { stroke: #1f2328; stroke-width: 2; } .even { stroke: #d1d9e0; stroke-width: 1; }
.stretch { stroke-dasharray: 2 2; }
@media (prefers-color-scheme: dark) {
.ground { fill: #0d1117; } text { fill: #f0f6fc; } .soft { fill: #9198a1; } .number { stroke: #0d1117; }
.met { fill: #4493f8; } .missed { fill: #f0883e; } .unasked { fill: #656c76; }
line { stroke: #f0f6fc; } .even { stroke: #3d444d; }
}";

/// Draws the ratios into a file.
pub(crate) fn draw(lines: &[Line], path: &Path) -> Result<()> {
    svg::save(path, &document(&Layout::of(lines)))
        .with_context(|| format!("{} cannot be written", path.display()))
}

fn document(layout: &Layout<'_>) -> Document {
    let height = layout.height;
    let one = layout.scale.place(1.0);
    let mut document = Document::new()
        .set("viewBox", (0, 0, WIDTH, height))
        .set("width", WIDTH)
        .set("height", height)
        .set("role", "img")
        .set("aria-labelledby", "title description")
        .add(Title::new(TITLE).set("id", "title"))
        .add(Description::new().set("id", "description").add(svg::node::Text::new(DESCRIPTION)))
        .add(Style::new(STYLE))
        .add(Rectangle::new().set("class", "ground").set("width", WIDTH).set("height", height))
        .add(text(TITLE, LEFT, 32.0, "title"))
        .add(text(CAPTION, LEFT, 54.0, "soft"))
        .add(legend())
        .add(vertical(one, TOP - 4.0, height - 12.0, "even"));
    for head in &layout.heads {
        document = document.add(text(head.case, LEFT, head.y, "head"));
    }
    for bar in &layout.bars {
        document = document.add(drawn(bar, layout));
    }
    document
}

fn drawn(bar: &Bar<'_>, layout: &Layout<'_>) -> Group {
    let (scale, ratio) = (layout.scale, &bar.line.ratio);
    let class = match ratio.reached() {
        Reached::Unasked => "unasked",
        Reached::Nothing => "missed",
        Reached::Must | Reached::Stretch => "met",
    };
    let begin = scale.place(0.0);
    let base = bar.y + BAR_HEIGHT - 3.0;
    let shape = Rectangle::new()
        .set("class", class)
        .set("x", begin)
        .set("y", bar.y)
        .set("width", rounded(scale.place(ratio.ratio) - begin))
        .set("height", BAR_HEIGHT);
    let label = text(&bar.line.beside, begin - 8.0, base, "soft").set("text-anchor", "end");
    let number = text(&format!("{:.2}", ratio.ratio), bar.number_x, base, "number");
    let mut group = Group::new().add(label).add(shape).add(number);
    for (target, class) in [(ratio.must, "must"), (ratio.stretch, "stretch")] {
        if let Some(target) = target {
            let (from, to) = (bar.y - 2.0, bar.y + BAR_HEIGHT + 2.0);
            group = group.add(vertical(scale.place(target), from, to, class));
        }
    }
    group
}

/// What the marks mean, in a row.
fn legend() -> Group {
    const Y: f64 = 78.0;
    let mut group = Group::new();
    for (x, class, meaning) in [
        (LEFT, "met", "reaches its must"),
        (160.0, "missed", "misses it"),
        (252.0, "unasked", "has no target"),
    ] {
        let dot =
            Circle::new().set("class", class).set("cx", x + 5.0).set("cy", Y - 4.0).set("r", 5);
        group = group.add(dot).add(text(meaning, x + 16.0, Y, "soft"));
    }
    for (x, class, meaning) in [(372.0, "must", "must"), (432.0, "stretch", "stretch")] {
        group =
            group.add(vertical(x, Y - 12.0, Y + 3.0, class)).add(text(meaning, x + 8.0, Y, "soft"));
    }
    group
}

fn text(content: &str, x: f64, y: f64, class: &str) -> Text {
    Text::new(content).set("x", rounded(x)).set("y", rounded(y)).set("class", class)
}

fn vertical(x: f64, from: f64, to: f64, class: &str) -> Stroke {
    let x = rounded(x);
    Stroke::new().set("class", class).set("x1", x).set("x2", x).set("y1", from).set("y2", to)
}

/// To a tenth of a pixel, so that a picture drawn again differs where a ratio does.
fn rounded(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Ratio;

    fn drawing() -> String {
        let line = |ratio, must| Line {
            case: "verify: <valid>".to_owned(),
            beside: "JS & more".to_owned(),
            ratio: Ratio { ratio, must, stretch: None },
        };
        let lines = [line(1.25, Some(1.1)), line(0.9, Some(1.1)), line(3.5, None)];
        document(&Layout::of(&lines)).to_string()
    }

    #[test]
    fn each_bar_says_its_number_and_whether_it_reaches_its_target() {
        let drawing = drawing();
        for found in
            ["1.25", "0.90", "3.50", "class=\"met\"", "class=\"missed\"", "class=\"unasked\""]
        {
            assert!(drawing.contains(found), "{found}: {drawing}");
        }
    }

    #[test]
    fn text_is_text_and_no_markup() {
        let drawing = drawing();
        assert!(drawing.contains("&lt;valid&gt;"), "{drawing}");
        assert!(drawing.contains("JS &amp; more"), "{drawing}");
    }

    #[test]
    fn who_cannot_see_it_is_told_what_it_is() {
        let drawing = drawing();
        for found in ["role=\"img\"", "aria-labelledby=\"title description\"", TITLE, DESCRIPTION] {
            assert!(drawing.contains(found), "{found}: {drawing}");
        }
    }
}
