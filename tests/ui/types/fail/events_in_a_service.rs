use aro_sdk::prelude::*;

aro_sdk::plugin! {}

type Outbox<'call> = Events<'call>;

#[derive(Default)]
struct Counter;

#[aro_service]
impl Counter {
    fn add(&self, amount: i64, events: Events<'_>) {
        let _ = (amount, events);
    }

    fn take(&self, outbox: Outbox<'_>) {
        let _ = outbox;
    }

    fn reset(&self, outbox: &aro_sdk::Events) {
        let _ = outbox;
    }
}

fn main() {}
