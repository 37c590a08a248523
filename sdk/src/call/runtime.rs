//! Runs feature sets of the program that hosts the plugin.

use std::ffi::CString;
use std::fmt;

use aro_abi::{ErrorCode, keys};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Call, FromCall};
use crate::context::{PluginContext, call_host, current_plugin};
use crate::error::{Error, Result};

/// Runs a feature set of the program that hosts the plugin, and reads its result.
///
/// `input` becomes the JSON that the feature set gets. On a thread that a host's call runs on, the
/// callback is that of the plugin that is called; on a thread of the plugin's own, that of the
/// plugin that was called first in this library.
///
/// No released host registers the callback ([ABI, section
/// 1](aro_abi::reference#1-exported-functions)), so expect the error with code 9 everywhere except
/// in the testkit.
///
/// # Errors
///
/// Code 9 when the host has given no callback; the feature set's own error when it answers
/// `{"error": …}`; code 6 when what it answers is no JSON, or not a `T`; code 1 when `feature_set`
/// contains NUL or `input` cannot be written as JSON.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// #[derive(Deserialize, Serialize)]
/// struct Rate { percent: f64 }
///
/// /// Asks the program for its tax rate.
/// #[aro_action(verbs = ["LookUpTax"])]
/// fn look_up_tax(country: &str) -> Result<Rate> {
///     aro_sdk::runtime::invoke("Tax Rate", &serde_json::json!({ "country": country }))
/// }
/// ```
pub fn invoke<T: DeserializeOwned>(feature_set: &str, input: &(impl Serialize + ?Sized)) -> Result<T> {
    match current_plugin() {
        Some(plugin) => invoke_from(plugin, feature_set, input),
        None => Err(Error::unsupported("no plugin has been called yet, so there is no host to run a feature set")),
    }
}

/// The program that hosts the plugin: a parameter of this type takes no argument's place. It shows
/// in the signature that a function depends on the host; [`invoke`] does the same.
#[derive(Clone, Copy)]
pub struct Runtime {
    pub(super) plugin: &'static PluginContext,
}

impl Runtime {
    /// As [`invoke`].
    ///
    /// # Errors
    ///
    /// As [`invoke`].
    pub fn invoke<T: DeserializeOwned>(&self, feature_set: &str, input: &(impl Serialize + ?Sized)) -> Result<T> {
        invoke_from(self.plugin, feature_set, input)
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime").field("plugin", &self.plugin.name()).finish()
    }
}

impl<'call> FromCall<'call> for Runtime {
    fn from_call(call: &'call Call<'_>) -> Result<Self> {
        Ok(Runtime { plugin: call.context() })
    }
}

fn invoke_from<T: DeserializeOwned>(
    plugin: &'static PluginContext,
    feature_set: &str,
    input: &(impl Serialize + ?Sized),
) -> Result<T> {
    let value = answer(plugin, feature_set, serde_json::to_vec(input))?;
    T::deserialize(value).map_err(|error| {
        Error::execution_failed(format!("what the feature set \"{feature_set}\" gave does not fit: {error}"))
    })
}

/// Calls the host and parses its answer.
fn answer(plugin: &'static PluginContext, feature_set: &str, input: serde_json::Result<Vec<u8>>) -> Result<Value> {
    let Ok(name) = CString::new(feature_set) else {
        let message = format!("a feature set's name contains no NUL, but {feature_set:?} does");
        return Err(Error::invalid_input(message));
    };
    let input = match input {
        Ok(input) => input,
        Err(error) => {
            let message = format!("the input of \"{feature_set}\" cannot be written as JSON: {error}");
            return Err(Error::invalid_input(message));
        }
    };
    let Ok(input) = CString::new(input) else {
        return Err(Error::invalid_input("JSON contains no NUL, but this input does"));
    };
    let answer = match call_host(plugin, &name, &input) {
        Some(Some(answer)) => answer,
        Some(None) => return Err(Error::execution_failed(format!("the feature set \"{feature_set}\" gave NULL"))),
        None => {
            let message =
                format!("this host cannot run the feature set \"{feature_set}\": it has given the plugin no callback");
            return Err(Error::unsupported(message));
        }
    };
    let value: Value = match serde_json::from_slice(&answer) {
        Ok(value) => value,
        Err(error) => {
            let message = format!("the feature set \"{feature_set}\" gave no valid JSON: {error}");
            return Err(Error::execution_failed(message));
        }
    };
    if let Some(message) = value.get(keys::ERROR).and_then(Value::as_str) {
        return Err(error_of(message, &value));
    }
    Ok(value)
}

fn error_of(message: &str, reply: &Value) -> Error {
    let code = reply.get(keys::ERROR_CODE).and_then(Value::as_u64).and_then(ErrorCode::from_number);
    let mut error = Error::new(code.unwrap_or(ErrorCode::ExecutionFailed), message.to_owned());
    let category = reply.get(keys::CATEGORY).and_then(Value::as_str);
    if let Some(category) = aro_abi::Category::ALL.iter().find(|known| Some(known.name()) == category) {
        error = error.with_category(*category);
    }
    for (key, value) in reply.get(keys::DETAILS).and_then(Value::as_object).into_iter().flatten() {
        error = error.with_detail(key, value);
    }
    error
}
