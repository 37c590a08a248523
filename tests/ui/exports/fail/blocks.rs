use aro_sdk::aro_export;

aro_sdk::exports! {}

pub struct Counter;

#[aro_export]
impl Counter {
    pub fn finish(self) {}

    pub fn boxed(self: Box<Self>) {}

    pub fn free(&self) {}

    pub fn generic<T>(&self) {}

    #[export]
    pub fn listless(&self) {}

    #[export(hidden)]
    pub fn unknown(&self) {}
}

pub struct Other<T>(T);

#[aro_export]
impl<T> Other<T> {
    pub fn get(&self) {}
}

#[aro_export]
impl Clone for Counter {
    fn clone(&self) -> Self {
        Counter
    }
}

pub struct Empty;

#[aro_export]
impl Empty {
    fn private(&self) {}
}

fn main() {}
