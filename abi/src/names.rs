//! Spellings of one name.

/// The one normal form that decides which action, service method or qualifier a string means: ASCII
/// lower case, without `-` and `_`.
///
/// ```
/// # use aro_abi::normal_form;
/// assert_eq!(normal_form("Parse-CSV"), "parsecsv");
/// assert_eq!(normal_form("parse_csv"), normal_form("ParseCSV"));
/// ```
#[must_use]
pub fn normal_form(name: &str) -> String {
    let mut form = String::with_capacity(name.len());
    for c in name.chars() {
        if !matches!(c, '-' | '_') {
            form.push(c.to_ascii_lowercase());
        }
    }
    form
}

/// The first eight bytes of a name as a number, so that most names are distinguished by one
/// comparison. A shorter name is padded with zeros. A shorter name that ends in NUL would equal the
/// name without it, so its number is one that no string has.
///
/// ```
/// # use aro_abi::tag;
/// assert_eq!(tag(b"data"), u64::from_le_bytes(*b"data\0\0\0\0"));
/// assert_eq!(tag(b"preposition"), tag(b"preposit"));
/// assert_eq!(tag(b"data\0"), u64::MAX);
/// ```
#[inline(always)]
#[must_use]
pub const fn tag(name: &[u8]) -> u64 {
    if let Some(first) = name.first_chunk() {
        return u64::from_le_bytes(*first);
    }
    if let [.., 0] = name {
        return u64::MAX;
    }
    // The two halves overlap in names shorter than eight bytes.
    if let (Some(first), Some(last)) = (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        let last = (u32::from_le_bytes(*last) as u64) << (8 * (name.len() - 4));
        return u32::from_le_bytes(*first) as u64 | last;
    }
    match name {
        [a, b, c] => *a as u64 | (*b as u64) << 8 | (*c as u64) << 16,
        [a, b] => *a as u64 | (*b as u64) << 8,
        [a] => *a as u64,
        _ => 0,
    }
}

/// `parse_csv_file` → `ParseCsvFile`: the default name of an action from its function's name.
///
/// ```
/// # use aro_abi::pascal_case;
/// assert_eq!(pascal_case("validate_email"), "ValidateEmail");
/// assert_eq!(pascal_case("_x1_y"), "X1Y");
/// ```
#[must_use]
pub fn pascal_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut begins = true;
    for c in name.chars() {
        if matches!(c, '_' | '-') {
            begins = true;
        } else if begins {
            out.extend(c.to_uppercase());
            begins = false;
        } else {
            out.push(c);
        }
    }
    out
}

/// `ParseCSV` → `parse_csv`, as the interpreter does it for a retry: a new word begins at an
/// upper-case letter after a lower-case letter or a digit, and at the last capital of a run that is
/// followed by a lower-case letter. Hyphens stay.
///
/// ```
/// # use aro_abi::snake_case;
/// assert_eq!(snake_case("ParseCSV"), "parse_csv");
/// assert_eq!(snake_case("HTTPGet"), "http_get");
/// assert_eq!(snake_case("CSVToJSON"), "csv_to_json");
/// assert_eq!(snake_case("Probe-It"), "probe-it");
/// ```
#[must_use]
pub fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let (mut chars, mut before) = (name.chars(), ' ');
    while let Some(c) = chars.next() {
        let next = chars.clone().next().unwrap_or(' ');
        let after_word = before.is_lowercase() || before.is_numeric();
        let last_of_run = before.is_uppercase() && next.is_lowercase();
        if c.is_uppercase() && (after_word || last_of_run) && !out.ends_with('_') {
            out.push('_');
        }
        out.extend(c.to_lowercase());
        before = c;
    }
    out
}

/// Why no ARO program can write `verb`, or `None` when one can.
///
/// A program writes a verb as one identifier: a letter, then letters, digits and `_`; and not a
/// reserved word. A declared verb may contain hyphens, since programs leave them out: `Parse-It` is
/// written `ParseIt` ([ABI, section 4](crate::reference#4-action-strings-and-retries)).
///
/// ```
/// # use aro_abi::spelling_fault;
/// assert!(spelling_fault("Parse-It").is_none());
/// assert!(spelling_fault("2fast").is_some());
/// assert!(spelling_fault("the").is_some());
/// ```
#[must_use]
pub fn spelling_fault(verb: &str) -> Option<String> {
    let mut written = String::with_capacity(verb.len());
    for c in verb.chars() {
        if c != '-' {
            written.push(c);
        }
    }
    let Some(first) = written.chars().next() else {
        return Some("a verb needs at least one letter".to_owned());
    };
    if !first.is_alphabetic() {
        return Some(format!("a verb begins with a letter, not with `{}`", first.escape_debug()));
    }
    for c in written.chars() {
        if !c.is_alphanumeric() && c != '_' {
            return Some(format!("a verb is letters, digits and `_`, not `{}`", c.escape_debug()));
        }
    }
    if crate::words::is_reserved_word(&written) {
        return Some(format!("ARO keeps the word `{}` for itself", written.to_ascii_lowercase()));
    }
    None
}
