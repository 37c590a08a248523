fn main() {
    aro_sdk::plugin! {}
}
