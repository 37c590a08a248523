//! Writes the header.

use std::fmt::Write as _;

use aro_abi::ErrorCode;

use super::comment::wrap;
use super::declarations::{CFunction, CType, CVariant, Declarations, ERROR_FIELDS, error_constant, macros};
use super::description::{Description, Enum, Struct, Type};
use super::{comment, ownership};

/// The whole header.
pub(crate) fn write(description: &Description, declarations: &Declarations) -> String {
    let mut out = String::new();
    let [guard, hash] = macros(description);
    begin(&mut out, description, &guard, &hash);
    for ty in &declarations.types[1..] {
        write_type(&mut out, description, ty);
    }
    for function in &declarations.functions {
        write_function(&mut out, description, function);
    }
    out.push_str("#ifdef __cplusplus\n}\n#endif\n");
    write_layouts(&mut out, description, declarations);
    let _ = writeln!(out, "\n#endif /* {guard} */");
    out
}

fn begin(out: &mut String, description: &Description, guard: &str, hash_macro: &str) {
    let Description { krate, version, hash, free, describe, .. } = description;
    let about =
        format!("C declarations of the library `{krate}` {version}. Generated from its own description; do not edit.");
    let memory = format!(
        "Arguments are borrowed: a function keeps no pointer after it returned. Strings, arrays and messages of \
         errors that a function gives belong to the caller, who frees each once with `{free}`, never with `free`."
    );
    let threads = "All functions may be called from any thread. A panic never reaches the caller: it is an error.";
    comment::write(out, "", &[&wrap(&about), &wrap(&memory), &wrap(threads)]);
    let _ = write!(
        out,
        "#ifndef {guard}\n#define {guard}\n\n\
         #include <assert.h>\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n"
    );
    let of_hash = format!(
        "The hash of all signatures and layouts in this header. A library that fits has the same one under `hash` \
         in the string of `{describe}`."
    );
    comment::write(out, "", &[&wrap(&of_hash)]);
    let _ = write!(out, "#define {hash_macro} \"{hash}\"\n\n#ifdef __cplusplus\nextern \"C\" {{\n#endif\n\n");
    write_error(out);
}

/// The type of errors, which the headers of several libraries share.
fn write_error(out: &mut String) {
    out.push_str("#ifndef ARO_ERROR_DEFINED\n#define ARO_ERROR_DEFINED\n\n");
    comment::write(out, "", &["What a function that can fail returns, and `code` of an error."]);
    out.push_str("enum {\n    /** There is no value, which is no failure. */\n    ARO_NONE = -1,\n");
    for code in ErrorCode::ALL {
        let _ = writeln!(out, "    {} = {},", error_constant(*code), code.number());
    }
    out.push_str("};\n\n");
    comment::write(
        out,
        "",
        &[&wrap(
            "What a function with a status writes about a call, whether it fails or not: `code` is what the function \
             returns. `message` is NULL if the call did not fail, or if there is no memory for it; otherwise it is \
             UTF-8 of `message_len` bytes with a NUL after them, and belongs to the caller.",
        )],
    );
    out.push_str("typedef struct AroError {\n");
    for (ty, name) in ERROR_FIELDS {
        let _ = writeln!(out, "    {ty}{name};");
    }
    out.push_str("} AroError;\n\n#endif /* ARO_ERROR_DEFINED */\n\n");
}

fn write_type(out: &mut String, description: &Description, declared: &CType) {
    let name = declared.name();
    let Some(ty) = description.types.iter().find(|ty| ty.c_name() == name) else { return };
    match (ty, declared) {
        (Type::Enum(ty), CType::Enum { ty: c_type, variants, .. }) => write_enum(out, ty, c_type, variants),
        (_, CType::Struct { fields, .. }) => {
            let (docs, field_docs): (_, Vec<&str>) = match ty {
                Type::Struct(ty) => (ty.docs.clone(), ty.fields.iter().map(|field| field.docs.as_str()).collect()),
                Type::Object(ty) => {
                    let ends = format!(
                        "A handle of an object inside the library. It is a value: copies refer to the same object. The \
                         object lives until `{}`; a handle that is used after that is refused with an error, and so is one \
                         of another type, of another library, or of another load of this one.",
                        ty.free
                    );
                    (format!("{}\n\n{}", ty.docs, wrap(&ends)).trim_start().to_owned(), Vec::new())
                }
                Type::Enum(_) => return,
            };
            comment::write(out, "", &[&docs]);
            let _ = writeln!(out, "typedef struct {name} {{");
            for (index, field) in fields.iter().enumerate() {
                comment::write(out, "    ", &[field_docs.get(index).copied().unwrap_or_default()]);
                let _ = writeln!(out, "    {};", field.declaration());
            }
            let _ = writeln!(out, "}} {name};\n");
        }
        _ => {}
    }
}

fn write_enum(out: &mut String, ty: &Enum, c_type: &str, variants: &[CVariant]) {
    let name = &ty.c_name;
    let one_of = format!("One of the constants `{name}_…`. Functions refuse any other value.");
    comment::write(out, "", &[&ty.docs, &wrap(&one_of)]);
    let _ = writeln!(out, "typedef {c_type} {name};");
    let documented: Vec<(&CVariant, &str)> =
        variants.iter().zip(ty.variants.iter().map(|variant| variant.docs.as_str())).collect();
    let (small, big): (Vec<_>, Vec<_>) = documented.into_iter().partition(|(variant, _)| variant.fits_int());
    if !small.is_empty() {
        out.push_str("enum {\n");
        for (variant, docs) in small {
            comment::write(out, "    ", &[docs]);
            let _ = writeln!(out, "    {} = {},", variant.name, literal(variant.value));
        }
        out.push_str("};\n");
    }
    for (variant, docs) in big {
        comment::write(out, "", &[docs]);
        let _ = writeln!(out, "#define {} (({name}){})", variant.name, literal(variant.value));
    }
    out.push('\n');
}

/// An integer as C reads it. A literal has no sign, so the least numbers are differences.
fn literal(value: i128) -> String {
    const INT_MIN: i128 = i32::MIN as i128;
    const INT64_MIN: i128 = i64::MIN as i128;
    match value {
        INT_MIN => format!("(-{} - 1)", i32::MAX),
        INT64_MIN => format!("(-INT64_C({}) - 1)", i64::MAX),
        value if i32::try_from(value).is_ok() => value.to_string(),
        value if value < 0 => format!("(-INT64_C({}))", value.unsigned_abs()),
        value if i64::try_from(value).is_ok() => format!("INT64_C({value})"),
        value => format!("UINT64_C({value})"),
    }
}

fn write_function(out: &mut String, description: &Description, declared: &CFunction) {
    let Description { last_error, free, .. } = description;
    match declared.described.and_then(|index| description.functions.get(index)) {
        Some(function) => {
            let result = ownership::result(description, function);
            let ownership = ownership::ownership(description, function, declared);
            comment::write(out, "", &[&function.docs, &result, &ownership]);
        }
        None if declared.symbol == *free => comment::write(
            out,
            "",
            &[
                "Frees a string, an array or a message that a function of this library gave. NULL does nothing.",
                "Ownership: the caller gives up `pointer`, which must not have been freed before.",
            ],
        ),
        None if declared.symbol == *last_error => comment::write(
            out,
            "",
            &[
                &wrap(
                    "Returns the error code of this thread's last call that could not return one, 0 if there is none, and \
               clears it. Writes the message and its length, unless the pointers are NULL. A call that succeeds leaves \
               the error as it is.",
                ),
                "Ownership: the library keeps `*message`. It is valid until the next such failure of the same thread.",
            ],
        ),
        None => comment::write(
            out,
            "",
            &[
                "Returns the description that this header was generated from: a NUL-terminated JSON string.",
                "Ownership: the library keeps the string. It is valid as long as the library is loaded.",
            ],
        ),
    }
    let _ = writeln!(out, "{};\n", declared.prototype());
}

/// Assertions that the caller's compiler lays the structs out as the library's did.
fn write_layouts(out: &mut String, description: &Description, declarations: &Declarations) {
    for ty in &declarations.types {
        let CType::Struct { name, fields } = ty else { continue };
        let Some(Type::Struct(Struct { fields: described, size, align, .. })) =
            description.types.iter().find(|ty| ty.c_name() == name)
        else {
            continue;
        };
        let _ = writeln!(out, "\nstatic_assert(sizeof({name}) == {size}, \"the size of {name}\");");
        let _ = writeln!(
            out,
            "#ifdef __cplusplus\n\
             static_assert(alignof({name}) == {align}, \"the alignment of {name}\");\n\
             #else\n\
             static_assert(_Alignof({name}) == {align}, \"the alignment of {name}\");\n\
             #endif"
        );
        for (field, described) in fields.iter().zip(described) {
            let (field, offset) = (&field.name, described.offset);
            let _ = writeln!(
                out,
                "static_assert(offsetof({name}, {field}) == {offset}, \"the offset of {name}.{field}\");"
            );
        }
    }
}
