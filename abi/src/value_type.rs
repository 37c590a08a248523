//! The six types of values that a plugin meets.

word_enum! {
    /// A type of ARO's values. Its word is used in a qualifier's input and in its `inputTypes`.
    ///
    /// A date, binary data and an integer beyond 64 signed bits arrive as a string with the type
    /// [`Object`](Self::Object) ([ABI, section 6](crate::reference#6-qualifiers)).
    ///
    /// ```
    /// use aro_abi::ValueType;
    ///
    /// assert_eq!(ValueType::from_word("Int"), Some(ValueType::Int));
    /// assert_eq!(ValueType::Int.json_schema_type(), "integer");
    /// ```
    ValueType {
        /// Text.
        String = "String",
        /// An integer of 64 bits.
        Int = "Int",
        /// A number that is not whole.
        Double = "Double",
        /// `true` or `false`.
        Bool = "Bool",
        /// A list.
        List = "List",
        /// An object, and every value that JSON has no type for.
        Object = "Object",
    }
}

impl ValueType {
    /// The word that JSON Schema has for the type, such as `integer`.
    #[must_use]
    pub const fn json_schema_type(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Int => "integer",
            Self::Double => "number",
            Self::Bool => "boolean",
            Self::List => "array",
            Self::Object => "object",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ValueType;

    #[test]
    fn a_type_is_found_again_by_its_word_and_by_no_other() {
        for value_type in ValueType::ALL {
            assert_eq!(ValueType::from_word(value_type.as_str()), Some(*value_type));
        }
        assert_eq!(ValueType::from_word("string"), None);
    }
}
