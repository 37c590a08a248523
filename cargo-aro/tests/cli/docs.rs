//! `cargo aro docs`; a browser looks at the HTML page.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use aro_host_testkit::check_program;
use serde_json::Value;

use crate::support::{plugin_in_c, run, shared_plugin};

/// The blocks of this language.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let start = format!("```{language}\n");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn the_page_has_everything_with_examples_that_the_compiler_takes() {
    let page = run(shared_plugin(), ["docs", "--offline"]).ok().stdout;
    for part in [
        "# sampler\n",
        "### Greet\n",
        "Greets someone by name",
        "Verbs: `Sampler.Greet`. Prepositions: `from`.",
        "| `name` | string | required |",
        "| `loud` | boolean | optional |",
        "### Sampler.initials",
        "#### sampler: add",
        "| `amount` | integer | `1` |",
        "### sampler-notes",
        "Handles: `UserArrived`.",
    ] {
        assert!(page.contains(part), "`{part}` is not in\n{page}");
    }
    let examples = blocks(&page, "aro");
    assert_eq!(examples.len(), 4, "{page}");
    for example in &examples {
        check_program(&format!("(Application-Start: A) {{ {example} }}")).unwrap_or_else(|error| panic!("{error}"));
    }
    let schema: Value = serde_json::from_str(blocks(&page, "json")[0]).expect("a schema");
    assert_eq!(schema["required"][0], "name");
    // The example of the action runs.
    run(shared_plugin(), ["call", "--offline", "--quiet", "--statement", examples[0]]).ok();
}

#[test]
fn a_plugin_by_hand_has_a_page_too_and_a_file_is_written() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let Some(library) = plugin_in_c(dir.path()) else { return };
    let library = library.display().to_string();
    let ran = run(dir.path(), ["docs", library.as_str(), "--output", "pägé.md"]).ok();
    assert!(ran.stderr.contains("Wrote `pägé.md`") && ran.stdout.is_empty(), "{ran:?}");
    let page = fs::read_to_string(dir.path().join("pägé.md")).expect("the page");
    // The parameter's name has to be quoted.
    assert!(page.contains("with { \"by\": 7 }"), "{page}");
    run(dir.path(), ["docs", library.as_str(), "--output", "no/such/folder.md"]).fails_with(&["cannot write"]);
}

/// Looks at the page in a frame that is as narrow as a telephone, and writes what it finds into the
/// document: whether it scrolls sideways, texts without contrast, and all text.
const INSPECTOR: &str = r#"
<script>
window.onload = () => {
  const page = document.querySelector("iframe").contentDocument;
  const channels = (color) => (color.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = (color) => {
    const [r, g, b] = channels(color).map((c) => c / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = page.defaultView.getComputedStyle(at).backgroundColor;
      const alpha = channels(color)[3];
      if (alpha === undefined || alpha > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  let lowest = 21;
  for (const element of page.body.querySelectorAll("*")) {
    const has_text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!has_text) continue;
    const [a, b] = [light(page.defaultView.getComputedStyle(element).color), light(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    lowest = Math.min(lowest, contrast);
    if (contrast < 4.5) faint.push(element.outerHTML);
  }
  const wide = [...page.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > 361);
  const links = [...page.querySelectorAll("nav a")].map((link) => page.getElementById(link.getAttribute("href").slice(1)));
  document.querySelector("pre").textContent = JSON.stringify({
    width: page.documentElement.scrollWidth, wide: wide.map((element) => element.outerHTML), faint, lowest,
    text: page.body.innerText, links: links.length, dangling: links.filter((target) => !target).length,
  });
};
</script>
"#;

/// What the browser found; `None` if there is none, which is said.
fn looked_at(folder: &Path, page: &str) -> Option<Value> {
    let quoted = page.replace('&', "&amp;").replace('"', "&quot;");
    let frame = format!(
        "<!DOCTYPE html><meta charset=\"utf-8\"><body style=\"margin: 0\">\
         <iframe style=\"width: 360px; height: 640px; border: 0\" srcdoc=\"{quoted}\"></iframe><pre></pre>{INSPECTOR}"
    );
    let path = folder.join("frame.html");
    fs::write(&path, frame).expect("a file");
    let mut command = Command::new("chromium");
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr"]);
    // Without a network, so that whatever is loaded is missed.
    command.args(["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=10000", "--dump-dom"]);
    command.arg(format!("--user-data-dir={}", folder.join("profile").display())).arg(&path).stdin(Stdio::null());
    let Ok(output) = command.output() else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no `chromium`, which looks at the page");
        return None;
    };
    let (dom, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!log.contains("CONSOLE"), "{log}");
    let found = dom.split("<pre>").nth(1).and_then(|rest| rest.split("</pre>").next()).unwrap_or_default();
    let found = found.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&");
    Some(serde_json::from_str(&found).unwrap_or_else(|error| panic!("{error}: {dom}\n{log}")))
}

#[test]
fn a_browser_shows_the_page_on_a_telephone_with_contrast_and_without_errors() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let page = run(shared_plugin(), ["docs", "--offline", "--html"]).ok().stdout;
    assert!(!page.contains("<script") && !page.contains("src="), "{page}");
    let long = "x".repeat(200);
    // Light, and dark as well, and with a word that fits into no line.
    for page in [
        page.clone(),
        page.replace("(prefers-color-scheme: dark)", "all"),
        page.replace("Greets someone", &long).replace("Ada", &long).replace(">name<", &format!(">{long}<")),
    ] {
        let Some(found) = looked_at(dir.path(), &page) else { return };
        assert!(found["width"].as_u64().is_some_and(|width| width <= 360), "{found:#}");
        assert_eq!((&found["wide"], &found["faint"]), (&Value::Array(vec![]), &Value::Array(vec![])), "{found:#}");
        assert!(found["lowest"].as_f64().is_some_and(|lowest| (4.5..21.0).contains(&lowest)), "{found:#}");
        assert_eq!((found["links"].as_u64() > Some(5), &found["dangling"]), (true, &0.into()), "{found:#}");
        let text = found["text"].as_str().expect("text");
        for part in ["sampler", "Greet", "Sampler.Greet", "Sampler.initials", "sampler: add", "UserArrived", "required"]
        {
            assert!(text.contains(part), "`{part}` is not in\n{text}");
        }
    }
}
