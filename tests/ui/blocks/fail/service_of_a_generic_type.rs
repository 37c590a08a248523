use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Store<T>(T);

#[aro_service]
impl<T> Store<T> {
    fn count(&self) -> usize {
        1
    }
}

fn main() {}
