//! The schema of an action's parameters, by what their types look like.
//!
//! What a type is, only the compiler knows; but a `&str` is nearly always that of Rust. So the text
//! is written here, where it costs nothing at run time, together with what it leans on: the SDK
//! compares that with the types, and writes the schema itself where something differs.

use syn::{GenericArgument, PathArguments, Type};

use super::json::{self, default_json};
use crate::model::{Param, ParamType, Params};

/// As the bits of the SDK's sets of types.
const STRING: u8 = 1;
const INT: u8 = 2;
const DOUBLE: u8 = 4;
const BOOL: u8 = 8;
const LIST: u8 = 16;
const OBJECT: u8 = 32;
const ALL: u8 = 63;
const OPTIONAL: u8 = 64;
/// Something of the call.
const OF_CALL: u8 = 0x80;
/// All arguments.
const ARGUMENTS: u8 = 0x81;

/// The member with the schema and the end of the entry, and a byte for each parameter that says
/// what it was taken for. For more parameters than there are bytes in a number, nothing.
pub(super) fn of(params: &Params) -> Option<(String, u64)> {
    let (mut properties, mut required, mut open, mut guess) = (String::new(), String::new(), false, 0);
    if params.list.len() > 8 {
        return None;
    }
    for (index, param) in params.list.iter().enumerate() {
        let types = guess_of(param);
        guess |= u64::from(types) << (8 * index);
        open |= types == ARGUMENTS;
        if types & OF_CALL == 0 {
            let name = json::text(&param.name);
            comma(&mut properties);
            properties += &name;
            properties += ":";
            properties += &property(param, types);
            if param.default.is_none() && types & OPTIONAL == 0 {
                comma(&mut required);
                required += &name;
            }
        }
    }
    let schema = format!(
        ",\"parameters\":{{\"type\":\"object\",\"properties\":{{{properties}}},\"required\":[{required}],\"additionalProperties\":{open}}}}}"
    );
    Some((schema, guess))
}

fn comma(list: &mut String) {
    if !list.is_empty() {
        list.push(',');
    }
}

fn property(param: &Param, types: u8) -> String {
    let mut property = json::Object::new();
    let one = match types & ALL {
        STRING => "\"string\"",
        INT => "\"integer\"",
        BOOL => "\"boolean\"",
        LIST => "\"array\"",
        OBJECT => "\"object\"",
        ALL | 0 => "",
        _ => "\"number\"",
    };
    if !one.is_empty() {
        property = property.member("type", one);
    }
    if !param.description.is_empty() {
        property = property.text("description", &param.description);
    }
    if let Some(default) = param.default.as_ref().and_then(default_json) {
        property = property.member("default", &default);
    }
    property.finish()
}

fn guess_of(param: &Param) -> u8 {
    if param.flatten.is_some() {
        ARGUMENTS
    } else if param.state().is_some() {
        OF_CALL
    } else {
        match &param.ty {
            ParamType::Value(ty) | ParamType::Reference(ty) => types_of(ty),
            ParamType::Slice(..) => LIST,
        }
    }
}

fn types_of(ty: &Type) -> u8 {
    match ty {
        Type::Reference(reference) => types_of(&reference.elem),
        Type::Slice(_) | Type::Array(_) => LIST,
        Type::Tuple(tuple) if tuple.elems.is_empty() => OPTIONAL,
        Type::Tuple(_) => LIST,
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return OBJECT };
            match last.ident.to_string().as_str() {
                "str" | "String" | "char" => STRING,
                "i8" | "i16" | "i32" | "i64" | "isize" | "u8" | "u16" | "u32" | "u64" | "usize" => INT,
                "f32" | "f64" => INT | DOUBLE,
                "bool" => BOOL,
                "Vec" => LIST,
                "Value" | "RawValue" => ALL,
                "Events" | "RawInput" | "Runtime" | "Statement" => OF_CALL,
                "Option" => types_of_last(&last.arguments) | OPTIONAL,
                "Box" | "Cow" => types_of_last(&last.arguments),
                _ => OBJECT,
            }
        }
        _ => OBJECT,
    }
}

/// Of the `T` in `Option<T>` or `Cow<'a, T>`.
fn types_of_last(arguments: &PathArguments) -> u8 {
    match arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.last() {
            Some(GenericArgument::Type(ty)) => types_of(ty),
            _ => OBJECT,
        },
        _ => OBJECT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_taken_for_what_they_look_like() {
        for (ty, types) in [
            ("&'a str", STRING),
            ("std::borrow::Cow<'_, str>", STRING),
            ("Option<Vec<Row>>", LIST | OPTIONAL),
            ("[u8; 4]", LIST),
            ("(i64, bool)", LIST),
            ("Option<f64>", INT | DOUBLE | OPTIONAL),
            ("&RawInput<'_>", OF_CALL),
            ("Address", OBJECT),
            ("impl Fn()", OBJECT),
        ] {
            assert_eq!(types_of(&syn::parse_str(ty).unwrap()), types, "{ty}");
        }
    }
}
