use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Default)]
struct Store;

#[aro_service]
impl Store {
    fn put_all(&self) {}

    #[service(name = "putAll")]
    fn put_more(&self) {}
}

#[derive(Default)]
struct Other;

#[aro_service]
impl Other {
    fn put_all(&self) {}
}

fn main() {}
