//! A page of Markdown as one HTML file that needs nothing else: no network, no script.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

const STYLE: &str = include_str!("page.css");

/// The page. Its first heading is its title, and those of the second and third level are listed.
pub(crate) fn html(title: &str, markdown: &str) -> String {
    let mut headings = Vec::new();
    let events = sober(Parser::new_ext(markdown, Options::ENABLE_TABLES), &mut headings);
    let mut body = String::new();
    pulldown_cmark::html::push_html(&mut body, events.into_iter());
    let links: String = headings
        .iter()
        .map(|Heading { level, id, text }| {
            format!("<li class=\"{level}\"><a href=\"#{id}\">{}</a></li>\n", escaped(text))
        })
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<nav aria-label=\"Contents\">\n<ul>\n{links}</ul>\n</nav>\n\
         <main>\n{body}</main>\n</body>\n</html>\n",
        escaped(title)
    )
}

struct Heading {
    level: HeadingLevel,
    id: String,
    text: String,
}

/// The events of the page without what a doc comment may not do: HTML is shown as text, a picture
/// is its description, and a link leads to a page or to a heading.
fn sober<'m>(events: impl Iterator<Item = Event<'m>>, headings: &mut Vec<Heading>) -> Vec<Event<'m>> {
    let mut out = Vec::new();
    // The place of the heading that is open, and its text.
    let mut open: Option<(usize, HeadingLevel, String)> = None;
    for event in events {
        if let (Event::Text(text) | Event::Code(text), Some((_, _, title))) = (&event, &mut open) {
            title.push_str(text);
        }
        match event {
            Event::Html(text) | Event::InlineHtml(text) => out.push(Event::Text(text)),
            Event::Start(Tag::HtmlBlock) => out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => out.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = if is_harmless(&dest_url) { dest_url } else { CowStr::Borrowed("#") };
                out.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                open = Some((out.len(), level, String::new()));
                out.push(event);
            }
            Event::End(TagEnd::Heading(_)) => {
                out.push(event);
                if let Some((place, level, text)) = open.take()
                    && matches!(level, HeadingLevel::H2 | HeadingLevel::H3)
                {
                    let id = format!("h{}", headings.len() + 1);
                    let (classes, attrs) = (Vec::new(), Vec::new());
                    out[place] = Event::Start(Tag::Heading { level, id: Some(id.clone().into()), classes, attrs });
                    headings.push(Heading { level, id, text });
                }
            }
            other => out.push(other),
        }
    }
    out
}

fn is_harmless(url: &str) -> bool {
    ["https://", "http://", "mailto:", "#"].iter().any(|start| url.to_ascii_lowercase().starts_with(start))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_doc_comment_runs_or_loads_anything() {
        let markdown = "# T\n\n## A <b>x</b>\n\n<script>alert(1)</script>\n\n![pic](https://x.io/p.png) [bad](javascript:alert(1)) \
                        [odd](JAVASCRIPT:x) [good](https://x.io) <img src=x onerror=y>\n\n### `B`\n";
        let page = html("a < \"b\"", markdown);
        for absent in ["<script", "<img", "javascript:", "JAVASCRIPT:", "p.png"] {
            assert!(!page.contains(absent), "{absent} is in\n{page}");
        }
        for part in [
            "<title>a &lt; &quot;b&quot;</title>",
            "&lt;script&gt;",
            "href=\"https://x.io\"",
            "id=\"h2\"",
            "href=\"#h2\">B<",
        ] {
            assert!(page.contains(part), "{part} is not in\n{page}");
        }
    }
}
