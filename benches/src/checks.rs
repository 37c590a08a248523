//! What the validator's actions check, once for both plugins: what is compared is the way in and out.

/// One `@` with something before it, and behind it labels of letters, digits and hyphens with dots between them.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.as_bytes().iter().position(|byte| *byte == b'@').map(|at| text.split_at(at))
    else {
        return false;
    };
    let (mut before, mut dots) = (b'.', 0);
    for byte in domain.bytes().skip(1) {
        match byte {
            b'.' if before == b'.' => return false,
            b'.' => dots += 1,
            b'-' => {}
            letter if letter.is_ascii_alphanumeric() => {}
            _ => return false,
        }
        before = byte;
    }
    (1..=64).contains(&local.len()) && dots > 0 && before != b'.'
}

/// What a card's number says.
pub(crate) struct Card {
    pub(crate) valid: bool,
    pub(crate) card_type: &'static str,
    /// The number with all digits but the last four hidden.
    pub(crate) masked: String,
}

pub(crate) fn card(text: &str) -> Card {
    let digits = || text.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0');
    let count = digits().count();
    let (mut sum, mut masked) = (0, String::with_capacity(text.len()));
    for (index, digit) in digits().enumerate() {
        let behind = count - index - 1;
        sum += u32::from(if behind % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 });
        masked.push(if behind < 4 { char::from(b'0' + digit) } else { '*' });
    }
    let card_type = match digits().next() {
        Some(4) => "Visa",
        Some(5) => "Mastercard",
        Some(3) => "American Express",
        Some(6) => "Discover",
        _ => "unknown",
    };
    Card { valid: (13..=19).contains(&count) && sum.is_multiple_of(10), card_type, masked }
}
