//! What the attributes register: one static descriptor for each function, type and `impl` block.

use std::mem::needs_drop;

use super::library::Describer;

/// What an attribute registers. Each item carries the code that describes items, so that a plugin
/// without typed functions does not have it.
#[derive(Clone, Copy)]
pub enum ExportItem {
    /// The library itself: without it, the library's constructors have not run yet.
    Library,
    /// A function.
    Function(&'static ExportedFunction, Describer),
    /// A struct or an enum.
    Type(&'static ExportedType, Describer),
    /// An `impl` block.
    Object(&'static ExportedObject, Describer),
}

/// A type and its functions.
pub struct ExportedObject {
    /// The type.
    pub ty: ExportedType,
    /// The functions of its block, and the one that frees an object.
    pub functions: &'static [ExportedFunction],
}

/// One C function.
pub struct ExportedFunction {
    /// Its name in C.
    pub symbol: &'static str,
    /// Its name in Rust.
    pub name: &'static str,
    /// Its documentation; may be empty.
    pub docs: &'static str,
    /// Whether it returns a status.
    pub has_status: bool,
    /// The object type whose block has the function.
    pub object: Option<&'static str>,
    /// What it is to that type.
    pub role: FunctionRole,
    /// Its parameters, without those for the result.
    pub params: &'static [ExportedParam],
    /// Its result.
    pub returns: ExportedReturn,
}

/// What a function is to the object type whose block has it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FunctionRole {
    /// Nothing special.
    Function,
    /// It makes an object.
    Constructor,
    /// It takes an object.
    Method,
    /// It frees an object.
    Free,
}

/// One parameter of the Rust function.
pub struct ExportedParam {
    /// Its name.
    pub name: &'static str,
    /// Its documentation; may be empty.
    pub docs: &'static str,
    /// Its type.
    pub ty: ParamType,
}

/// The type of a parameter. Names are those of primitive types and of [`ExportedType`]s.
#[derive(Clone, Copy)]
pub enum ParamType {
    /// One value.
    Value(&'static str),
    /// UTF-8 by address and length.
    Str,
    /// Elements by address and length.
    Slice(&'static str),
    /// The object of a method.
    Object {
        /// Its type.
        of: &'static str,
        /// Whether the method runs alone.
        mutable: bool,
    },
}

/// The result of a function.
pub struct ExportedReturn {
    /// Its type.
    pub ty: ReturnType,
    /// It can be `None`.
    pub optional: bool,
    /// It can be an error.
    pub fallible: bool,
}

/// The type of a result. Names are those of primitive types and of [`ExportedType`]s.
#[derive(Clone, Copy)]
pub enum ReturnType {
    /// Nothing.
    Unit,
    /// One value.
    Value(&'static str),
    /// UTF-8 by address and length.
    String,
    /// Elements by address and length.
    Vec(&'static str),
    /// An object.
    Object(&'static str),
}

/// A type in the header.
pub struct ExportedType {
    /// Its name in Rust.
    pub name: &'static str,
    /// Its name in C.
    pub c_name: &'static str,
    /// Its documentation; may be empty.
    pub docs: &'static str,
    /// Its size in bytes.
    pub size: usize,
    /// Its alignment in bytes.
    pub align: usize,
    /// What is in it.
    pub kind: TypeKind,
}

/// What is in a type.
pub enum TypeKind {
    /// A struct with these fields.
    Struct(&'static [ExportedField]),
    /// An enum.
    Enum {
        /// The name of the integer type that represents it.
        repr: &'static str,
        /// The size of that type.
        repr_size: usize,
        /// Its variants.
        variants: &'static [ExportedVariant],
    },
    /// Something that C has only handles of.
    Object {
        /// The name of the function that frees one.
        free: &'static str,
    },
}

/// One field of a struct.
pub struct ExportedField {
    /// Its name in C.
    pub name: &'static str,
    /// Its documentation; may be empty.
    pub docs: &'static str,
    /// The name of its type.
    pub ty: &'static str,
    /// Where it begins.
    pub offset: usize,
    /// Its size in bytes.
    pub size: usize,
    /// Its alignment in bytes.
    pub align: usize,
}

/// One variant of an enum.
pub struct ExportedVariant {
    /// Its name.
    pub name: &'static str,
    /// Its documentation; may be empty.
    pub docs: &'static str,
    /// Its number.
    pub value: i128,
}

/// Checks at compile time that C can pass the type.
///
/// A struct is laid out as a C compiler does it: each field at the next multiple of its alignment,
/// and the size a multiple of the largest one. An enum has the size of its integer type.
///
/// # Panics
///
/// When it cannot; in a constant, so the compiler says it.
pub const fn assert_layout<T>(ty: &ExportedType) {
    assert!(!needs_drop::<T>(), "C copies values of this type and drops none: it cannot implement `Drop`");
    match &ty.kind {
        TypeKind::Struct(fields) => assert_struct(ty, fields),
        TypeKind::Enum { repr_size, .. } => {
            assert!(
                ty.size == *repr_size,
                "the enum is larger than a C `int`: write an integer type such as `#[repr(i64)]`"
            );
        }
        TypeKind::Object { .. } => {}
    }
}

/// Checks at compile time that the number of a variant is the same in C.
///
/// # Panics
///
/// When it is not; in a constant, so the compiler says it.
pub const fn assert_number(number: i128, in_c: i128) {
    assert!(
        number == in_c,
        "a number of the enum does not fit a C `int`: write an integer type such as `#[repr(u32)]`"
    );
}

const fn assert_struct(ty: &ExportedType, fields: &[ExportedField]) {
    let (mut end, mut align, mut index) = (0_usize, 1, 0);
    while index < fields.len() {
        let field = &fields[index];
        let start = end.next_multiple_of(field.align);
        assert!(field.offset == start, "the struct is not laid out as in C: remove `packed` from its `repr`");
        end = start + field.size;
        if field.align > align {
            align = field.align;
        }
        index += 1;
    }
    let is_as_in_c = ty.align == align && ty.size == end.next_multiple_of(align);
    assert!(is_as_in_c, "the struct is not laid out as in C: remove `align` from its `repr`");
}
