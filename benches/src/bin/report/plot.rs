//! The plot of the page.

use std::fmt::Write as _;

use crate::counts::Row;

/// A bar for each case.
pub(crate) fn plot(rows: &[Row]) -> String {
    let longest = rows.iter().map(Row::ratio).fold(1.0, f64::max);
    let height = 30 * rows.len() + 50;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"10\" y=\"24\" font-size=\"15\">Instructions: by hand / SDK (longer is better)</text>\n"
    );
    for (index, row) in rows.iter().enumerate() {
        let (y, width) = (40 + 30 * index, 440.0 * row.ratio() / longest);
        let _ = writeln!(
            svg,
            "<text x=\"220\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"230\" y=\"{y}\" width=\"{width:.0}\" height=\"20\" fill=\"#4878a8\"/>\
             <text x=\"{:.0}\" y=\"{}\">{:.1}</text>",
            y + 15,
            row.case.name,
            236.0 + width,
            y + 15,
            row.ratio()
        );
    }
    svg.push_str("</svg>\n");
    svg
}
