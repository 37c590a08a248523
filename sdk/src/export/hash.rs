//! A number for everything on which a caller's compiled code depends.
//!
//! Two libraries with one hash have the same functions with the same C signatures, and the same
//! layouts. Documentation and versions do not count.

use aro_abi::typed;

use super::descriptors::{ExportedFunction, ExportedReturn, ExportedType, ParamType, ReturnType, TypeKind};

/// The hash of a library without items. A constant, so that a plugin without typed functions does
/// not have the code.
pub(super) const HASH_OF_NOTHING: &str = "392209f14dea4c24";

/// FNV-1a, 64 bits. It is fast enough and needs no crate; nobody attacks it.
pub(super) struct Hash(u64);

impl Hash {
    /// The hash of a library without items.
    pub(super) fn new() -> Self {
        let mut hash = Self(0xcbf2_9ce4_8422_2325);
        hash.number(typed::VERSION);
        hash
    }

    /// 16 digits.
    pub(super) fn hex(&self) -> String {
        format!("{:016x}", self.0)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// A string, and its end.
    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.bytes(&[0xff]);
    }

    fn number(&mut self, number: impl Into<i128>) {
        self.bytes(&number.into().to_le_bytes());
    }

    fn size(&mut self, size: usize) {
        self.bytes(&(size as u64).to_le_bytes());
    }

    pub(super) fn function(&mut self, function: &ExportedFunction) {
        self.text(function.symbol);
        self.number(u8::from(function.has_status));
        self.size(function.params.len());
        for param in function.params {
            self.param(param.ty);
        }
        self.returned(&function.returns);
    }

    fn param(&mut self, ty: ParamType) {
        let (kind, of) = match ty {
            ParamType::Value(of) => ("value", of),
            ParamType::Str => ("str", ""),
            ParamType::Slice(of) => ("slice", of),
            ParamType::Object { of, .. } => ("object", of),
        };
        self.text(kind);
        self.text(of);
    }

    fn returned(&mut self, returned: &ExportedReturn) {
        let (kind, of) = match returned.ty {
            ReturnType::Unit => ("unit", ""),
            ReturnType::Value(of) => ("value", of),
            ReturnType::String => ("string", ""),
            ReturnType::Vec(of) => ("vec", of),
            ReturnType::Object(of) => ("object", of),
        };
        self.text(kind);
        self.text(of);
        self.number(u8::from(returned.optional));
        self.number(u8::from(returned.fallible));
    }

    pub(super) fn ty(&mut self, ty: &ExportedType) {
        self.text(ty.name);
        self.text(ty.c_name);
        self.size(ty.size);
        self.size(ty.align);
        match &ty.kind {
            TypeKind::Struct(fields) => {
                self.text("struct");
                for field in *fields {
                    self.text(field.name);
                    self.text(field.ty);
                    self.size(field.offset);
                }
            }
            TypeKind::Enum { repr, variants, .. } => {
                self.text("enum");
                self.text(repr);
                for variant in *variants {
                    self.text(variant.name);
                    self.number(variant.value);
                }
            }
            TypeKind::Object { free } => {
                self.text("object");
                self.text(free);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nothing_is_what_it_should_be() {
        assert_eq!(Hash::new().hex(), HASH_OF_NOTHING);
    }
}
