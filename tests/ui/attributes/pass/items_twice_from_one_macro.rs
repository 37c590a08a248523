//! One `macro_rules!` makes every item, in two modules.

macro_rules! items {
    ($module:ident, $name:literal, $upper:literal) => {
        mod $module {
            use aro_sdk::prelude::*;

            #[aro_action(verbs = [$upper], name = $upper)]
            fn act() {}

            #[aro_qualifier(name = $name)]
            fn qualify(text: &str) -> &str {
                text
            }

            #[derive(Default)]
            struct Store;

            #[aro_system_object(identifier = $name)]
            impl Store {
                fn read(&self) {}
            }

            #[aro_on_event($name)]
            fn handle() {}

            #[derive(Default)]
            struct Service;

            #[aro_service]
            impl Service {
                #[service(name = $name)]
                fn method(&self) {}
            }
        }
    };
}

aro_sdk::plugin! {}

items!(first, "one", "One");
items!(second, "two", "Two");

macro_rules! qualifiers {
    ($($ident:ident)*) => {$(
        #[aro_sdk::aro_qualifier]
        fn $ident(text: &str) -> &str {
            text
        }
    )*};
}

qualifiers! { left right }

fn main() {}
