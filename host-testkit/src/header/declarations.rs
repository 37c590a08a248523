//! From the description to C declarations, without documentation.

use std::collections::BTreeSet;

use aro_abi::ErrorCode;

use super::HeaderError;
use super::description::{Description, Enum, Form, Function, Param, ParamKind, ReturnKind, Struct, Type};
use super::names::{Scope, to_identifier};

/// Everything that a header declares, in an order in which nothing is used before it is declared.
#[derive(Debug)]
pub(crate) struct Declarations {
    pub(crate) types: Vec<CType>,
    pub(crate) functions: Vec<CFunction>,
}

#[derive(Debug)]
pub(crate) enum CType {
    Struct {
        name: String,
        fields: Vec<CVariable>,
    },
    /// A type alias of an integer, with a constant for each variant. C11 has no enum of a chosen
    /// width.
    Enum {
        name: String,
        ty: &'static str,
        variants: Vec<CVariant>,
    },
}

#[derive(Debug)]
pub(crate) struct CVariant {
    pub(crate) name: String,
    pub(crate) value: i128,
}

/// A field or a parameter.
#[derive(Debug)]
pub(crate) struct CVariable {
    /// With a space or a `*` at its end, so that the name can follow.
    ty: String,
    pub(crate) name: String,
    pub(crate) passing: Passing,
}

/// What a parameter is for, which decides who owns what it points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passing {
    Value,
    /// A handle of an object, by value.
    Handle,
    /// The address of UTF-8, which the function reads.
    Str,
    /// The address of the first element, which the function reads.
    Slice,
    /// The number of bytes or elements of the parameter before it.
    Length,
    /// Where the function writes a value.
    OutValue,
    /// Where the function writes a handle.
    OutHandle,
    /// Where the function writes the address of a new string.
    OutString,
    /// Where the function writes the address of new elements.
    OutVec,
    /// Where the function writes the length of what it wrote to the parameter before.
    OutLength,
    /// Where the function writes an error, or NULL.
    Error,
}

#[derive(Debug)]
pub(crate) struct CFunction {
    /// With a space or a `*` at its end.
    result: String,
    pub(crate) symbol: String,
    pub(crate) params: Vec<CVariable>,
    /// The position in the description's `functions`; none for the library's own functions.
    pub(crate) described: Option<usize>,
}

/// The struct of errors, which is the same in all libraries.
pub(crate) const ERROR_FIELDS: &[(&str, &str)] =
    &[("int32_t ", "code"), ("char *", "message"), ("size_t ", "message_len")];

/// What the headers of all libraries declare alike.
pub(crate) fn shared_names() -> impl Iterator<Item = String> {
    let codes = ErrorCode::ALL.iter().map(|code| error_constant(*code));
    ["AroError", "ARO_NONE", "ARO_ERROR_DEFINED"].into_iter().map(str::to_owned).chain(codes)
}

/// The constant of an error code: `ARO_INVALID_INPUT` for `invalidInput`.
pub(crate) fn error_constant(code: ErrorCode) -> String {
    let mut constant = "ARO_".to_owned();
    for character in code.name().chars() {
        if character.is_uppercase() {
            constant.push('_');
        }
        constant.extend(character.to_uppercase());
    }
    constant
}

/// The header's include guard and the macro of its hash.
pub(crate) fn macros(description: &Description) -> [String; 2] {
    let prefix = description.krate.to_uppercase();
    [format!("{prefix}_H"), format!("{prefix}_HASH")]
}

/// Names that neither parameters nor fields can have.
fn global_names(description: &Description) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = shared_names().chain(macros(description)).collect();
    for ty in &description.types {
        names.insert(ty.c_name().to_owned());
        if let Type::Enum(ty) = ty {
            names.extend(ty.variants.iter().map(|variant| variant_name(ty, &variant.name)));
        }
    }
    names
}

/// The constant of an enum's variant.
pub(crate) fn variant_name(ty: &Enum, variant: &str) -> String {
    format!("{}_{}", ty.c_name, to_identifier(variant))
}

/// The C type of a Rust number.
pub(crate) fn primitive(rust: &str) -> Option<&'static str> {
    Some(match rust {
        "i8" => "int8_t",
        "i16" => "int16_t",
        "i32" => "int32_t",
        "i64" => "int64_t",
        "isize" => "intptr_t",
        "u8" => "uint8_t",
        "u16" => "uint16_t",
        "u32" => "uint32_t",
        "u64" => "uint64_t",
        "usize" => "size_t",
        "f32" => "float",
        "f64" => "double",
        "bool" => "bool",
        _ => return None,
    })
}

impl CVariant {
    /// Enumerators are of type `int` in C11.
    pub(crate) fn fits_int(&self) -> bool {
        i32::try_from(self.value).is_ok()
    }
}

impl CVariable {
    fn new(ty: impl Into<String>, name: impl Into<String>, passing: Passing) -> Self {
        Self { ty: ty.into(), name: name.into(), passing }
    }

    fn field(ty: impl Into<String>, name: impl Into<String>) -> Self {
        Self::new(ty, name, Passing::Value)
    }

    pub(crate) fn declaration(&self) -> String {
        format!("{}{}", self.ty, self.name)
    }
}

impl CType {
    pub(crate) fn name(&self) -> &str {
        match self {
            CType::Struct { name, .. } | CType::Enum { name, .. } => name,
        }
    }

    /// One declaration per line.
    pub(crate) fn lines(&self) -> Vec<String> {
        match self {
            CType::Struct { name, fields } => {
                let fields: String = fields.iter().map(|field| format!("{}; ", field.declaration())).collect();
                vec![format!("typedef struct {name} {{ {fields}}} {name};")]
            }
            CType::Enum { name, ty, variants } => {
                let mut lines = vec![format!("typedef {ty} {name};")];
                let (small, big): (Vec<_>, Vec<_>) = variants.iter().partition(|variant| variant.fits_int());
                if !small.is_empty() {
                    let list: Vec<String> =
                        small.iter().map(|variant| format!("{} = {}", variant.name, variant.value)).collect();
                    lines.push(format!("enum {{ {} }};", list.join(", ")));
                }
                lines.extend(big.iter().map(|variant| format!("#define {} {}", variant.name, variant.value)));
                lines
            }
        }
    }
}

impl CFunction {
    pub(crate) fn prototype(&self) -> String {
        let params: Vec<String> = self.params.iter().map(CVariable::declaration).collect();
        let params = if params.is_empty() { "void".to_owned() } else { params.join(", ") };
        format!("{}{}({params})", self.result, self.symbol)
    }
}

impl Declarations {
    pub(crate) fn of(description: &Description) -> Result<Self, HeaderError> {
        let global = global_names(description);
        let error = ERROR_FIELDS.iter().map(|(ty, name)| CVariable::field(*ty, *name)).collect();
        let mut types = vec![CType::Struct { name: "AroError".to_owned(), fields: error }];
        for ty in in_order(description)? {
            types.push(match ty {
                Type::Struct(ty) => structure(description, &global, ty),
                Type::Enum(ty) => enumeration(ty),
                Type::Object(ty) => CType::Struct { name: ty.c_name.clone(), fields: handle() },
            });
        }
        let mut functions = own_functions(description);
        functions.extend(
            description
                .functions
                .iter()
                .enumerate()
                .map(|(index, function)| exported(description, &global, index, function)),
        );
        Ok(Self { types, functions })
    }
}

/// The functions that every library with typed exports has.
fn own_functions(description: &Description) -> Vec<CFunction> {
    let function = |result: &str, symbol: &str, params| CFunction {
        result: result.to_owned(),
        symbol: symbol.to_owned(),
        params,
        described: None,
    };
    vec![
        function("void ", &description.free, vec![CVariable::field("void *", "pointer")]),
        function(
            "int32_t ",
            &description.last_error,
            vec![CVariable::field("const char **", "message"), CVariable::field("size_t *", "message_len")],
        ),
        function("const char *", &description.describe, Vec::new()),
    ]
}

/// The fields of an object's handle.
fn handle() -> Vec<CVariable> {
    vec![CVariable::field("uint64_t ", "slot"), CVariable::field("uint64_t ", "tag")]
}

fn structure(description: &Description, global: &BTreeSet<String>, ty: &Struct) -> CType {
    let mut scope = Scope::new(global);
    let fields = ty
        .fields
        .iter()
        .map(|field| CVariable::field(format!("{} ", c_type(description, &field.ty)), scope.take(&field.name)))
        .collect();
    CType::Struct { name: ty.c_name.clone(), fields }
}

fn enumeration(ty: &Enum) -> CType {
    let variants = ty
        .variants
        .iter()
        .map(|variant| CVariant { name: variant_name(ty, &variant.name), value: variant.value })
        .collect();
    CType::Enum { name: ty.c_name.clone(), ty: primitive(&ty.ty).unwrap_or("int32_t"), variants }
}

/// The types, each after those that it contains.
fn in_order(description: &Description) -> Result<Vec<&Type>, HeaderError> {
    fn add<'a>(
        description: &'a Description,
        ty: &'a Type,
        open: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
        ordered: &mut Vec<&'a Type>,
    ) -> Result<(), HeaderError> {
        if done.contains(ty.name()) {
            return Ok(());
        }
        if open.contains(&ty.name()) {
            return Err(HeaderError::Recursive { name: ty.name().to_owned() });
        }
        open.push(ty.name());
        if let Type::Struct(ty) = ty {
            for inner in ty.fields.iter().filter_map(|field| description.find_type(&field.ty)) {
                add(description, inner, open, done, ordered)?;
            }
        }
        open.pop();
        done.insert(ty.name());
        ordered.push(ty);
        Ok(())
    }

    let mut ordered = Vec::new();
    let mut done = BTreeSet::new();
    for ty in &description.types {
        add(description, ty, &mut Vec::new(), &mut done, &mut ordered)?;
    }
    Ok(ordered)
}

/// The C type of a type's name. `check` has seen that there is one.
fn c_type<'a>(description: &'a Description, name: &'a str) -> &'a str {
    match description.find_type(name) {
        Some(ty) => ty.c_name(),
        None => primitive(name).unwrap_or(name),
    }
}

fn exported(description: &Description, global: &BTreeSet<String>, index: usize, function: &Function) -> CFunction {
    let mut scope = Scope::new(global);
    // The author's names come first, so that they change least.
    let names: Vec<String> = function.params.iter().map(|param| scope.take(&param.name)).collect();
    let mut params = Vec::new();
    for (param, name) in function.params.iter().zip(names) {
        param_of(description, param, name, &mut scope, &mut params);
    }
    let result = match (function.form, &function.returns.kind) {
        (Form::Plain, ReturnKind::Value { of } | ReturnKind::Object { of }) => format!("{} ", c_type(description, of)),
        (Form::Plain, _) => "void ".to_owned(),
        (Form::Status, kind) => {
            outputs(description, kind, &mut scope, &mut params);
            params.push(CVariable::new("AroError *", scope.take("error"), Passing::Error));
            "int32_t ".to_owned()
        }
    };
    CFunction { result, symbol: function.symbol.clone(), params, described: Some(index) }
}

fn param_of(
    description: &Description,
    param: &Param,
    name: String,
    scope: &mut Scope<'_>,
    params: &mut Vec<CVariable>,
) {
    let (ty, passing) = match &param.kind {
        ParamKind::Value { of } => (format!("{} ", c_type(description, of)), Passing::Value),
        ParamKind::Object { of } => (format!("{} ", c_type(description, of)), Passing::Handle),
        ParamKind::Str => ("const char *".to_owned(), Passing::Str),
        ParamKind::Slice { of } => (format!("const {} *", c_type(description, of)), Passing::Slice),
    };
    let length = matches!(passing, Passing::Str | Passing::Slice).then(|| scope.take(&format!("{name}_len")));
    params.push(CVariable::new(ty, name, passing));
    params.extend(length.map(|length| CVariable::new("size_t ", length, Passing::Length)));
}

fn outputs(description: &Description, kind: &ReturnKind, scope: &mut Scope<'_>, params: &mut Vec<CVariable>) {
    let (ty, passing) = match kind {
        ReturnKind::Unit => return,
        ReturnKind::Value { of } => (format!("{} *", c_type(description, of)), Passing::OutValue),
        ReturnKind::Object { of } => (format!("{} *", c_type(description, of)), Passing::OutHandle),
        ReturnKind::String => ("char **".to_owned(), Passing::OutString),
        ReturnKind::Vec { of } => (format!("{} **", c_type(description, of)), Passing::OutVec),
    };
    params.push(CVariable::new(ty, scope.take("out"), passing));
    if matches!(passing, Passing::OutString | Passing::OutVec) {
        params.push(CVariable::new("size_t *", scope.take("out_len"), Passing::OutLength));
    }
}
