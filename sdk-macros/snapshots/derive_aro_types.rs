impl<'a> ::aro_sdk::__private::AroTypes for TextOrList<'a> {
    const TYPES: ::aro_sdk::__private::TypeSet = ::aro_sdk::__private::TypeSet::NONE
        .or({
            use ::aro_sdk::__private::{RequiredFallback as _, TypesFallback as _};
            ::aro_sdk::__private::TypesOf::<&'_ str>::TYPES
                .or(::aro_sdk::__private::OptionalOf::<&'_ str>::TYPES)
        })
        .or({
            use ::aro_sdk::__private::{RequiredFallback as _, TypesFallback as _};
            ::aro_sdk::__private::TypesOf::<Vec<Value>>::TYPES
                .or(::aro_sdk::__private::OptionalOf::<Vec<Value>>::TYPES)
        });
}
