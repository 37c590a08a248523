//! A plugin with the number of actions that `ARO_BENCH_ACTIONS` has.
//!
//! The output of `plugin!` and `#[aro_action]` is written by hand, because ten thousand
//! attributes would take a minute to compile: a loop makes the descriptors of the registry.
//! Everything else is the SDK's code.

use std::ffi::c_char;
use std::sync::OnceLock;

use aro_sdk::__private::{
    self as sdk, Action, Call, DEFAULT_INIT_LIMIT, Executor, InfallibleFallback as _, Item, Plugin, PluginInfo, Reply,
    Returned,
};

static PLUGIN: Plugin = Plugin::new(
    PluginInfo {
        name: "bench-many",
        version: "0.1.0",
        description: "",
        handle: None,
        entry_points: false,
        uses: &[],
        init_limit: DEFAULT_INIT_LIMIT,
        executor: Executor::NONE,
    },
    show,
    on_exit,
);

fn actions() -> &'static [Action] {
    static ACTIONS: OnceLock<Vec<Action>> = OnceLock::new();
    ACTIONS.get_or_init(|| {
        let count = std::env::var("ARO_BENCH_ACTIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(1);
        (0..count).map(action).collect()
    })
}

/// `CheckTheOrder00042`: all names have the same length.
fn action(number: usize) -> Action {
    let name: &'static str = format!("CheckTheOrder{number:05}").leak();
    Action {
        name,
        path: "",
        verbs: vec![name].leak(),
        spellings: &[],
        description: "",
        role: "own",
        prepositions: &["from"],
        since: None,
        symbol: "",
        deprecation: None,
        emits: &[],
        params: &[],
        run,
    }
}

fn run(call: &Call<'_>) -> sdk::Result<Reply> {
    sdk::respond(call, "result", Returned(true).__outcome())
}

fn show(show: &mut dyn FnMut(Item)) {
    actions().iter().for_each(|action| show(Item::Action(action)));
    show(Item::Plugin);
}

/// It has no typed functions.
static TYPED: sdk::ExportLibrary =
    sdk::ExportLibrary::new(sdk::LibraryInfo { crate_name: "", symbols: [""; 3], version: "" }, |_| {});

extern "C" fn on_exit() {
    sdk::end(&PLUGIN, &TYPED);
}

/// The metadata.
#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_info() -> *mut c_char {
    sdk::info(&PLUGIN)
}

/// Finds an action and runs it.
///
/// # Safety
///
/// The pointers are NULL or point to NUL-terminated strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_execute(action: *const c_char, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe { sdk::execute(&PLUGIN, action, input) }
}

/// Runs the first action without a look-up, as an action's own entry point does.
///
/// # Safety
///
/// As for [`aro_plugin_execute`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bench_entry(_: *const c_char, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe { sdk::call_action(&PLUGIN, &actions()[0], input) }
}

/// Frees a reply.
///
/// # Safety
///
/// `pointer` is NULL or came from this plugin.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_free(pointer: *mut c_char) {
    // SAFETY: the caller's promise.
    unsafe { sdk::free(pointer) }
}
