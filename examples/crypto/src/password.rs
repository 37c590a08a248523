//! The actions that keep and check passwords.

use argon2::password_hash::{self, PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Argon2, Params};
use aro_sdk::prelude::*;

use crate::compare::Check;

/// The highest costs: a hash that asks for more, whoever wrote it, would stop the host.
const MAX_MEMORY: u32 = 1 << 20;
const MAX_ITERATIONS: u32 = 100;

/// Passwords longer than this are refused; hashing one costs time that grows with its length.
const MAX_LENGTH: usize = 4096;

/// Hashes a password so that it can be stored: Argon2id with a random salt.
///
/// The result holds the salt and the costs, so it is all that `VerifyPassword` needs. `memory`, in
/// KiB, and `iterations` are the costs, by default those of the crate `argon2`.
#[aro_action(verbs = ["HashPassword"], prepositions = ["from", "with"], returns = "hash")]
fn hash_password(
    password: &str,
    #[arg(default = Params::DEFAULT_M_COST)] memory: u32,
    #[arg(default = Params::DEFAULT_T_COST)] iterations: u32,
) -> Result<String> {
    if password.is_empty() || password.len() > MAX_LENGTH {
        let length = password.len();
        return Err(Error::invalid_input(format!(
            "argument \"password\": expected 1 to {MAX_LENGTH} bytes, got {length}"
        ))
        .with_detail("argument", "password"));
    }
    refuse_high_costs(memory, iterations)?;
    let params = Params::new(memory, iterations, Params::DEFAULT_P_COST, None)
        .map_err(|error| Error::invalid_input(format!("the costs cannot be used: {error}")))?;
    let argon2 = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    Ok(argon2.hash_password(password.as_bytes())?.to_string())
}

/// Tells whether a password is the one that `HashPassword` hashed.
#[aro_action(verbs = ["VerifyPassword"], prepositions = ["from", "with", "against"])]
fn verify_password(password: &str, hash: &str) -> Result<Check> {
    let refused = |error: password_hash::Error| {
        Error::invalid_input(format!("argument \"hash\": expected what `HashPassword` returned, but {error}"))
            .with_detail("argument", "hash")
    };
    let parsed = PasswordHash::new(hash).map_err(|error| refused(error.into()))?;
    let costs = Params::try_from(&parsed).map_err(refused)?;
    refuse_high_costs(costs.m_cost(), costs.t_cost())?;
    match Argon2::default().verify_password(password.as_bytes(), &parsed) {
        Ok(()) => Ok(Check::new(true)),
        Err(password_hash::Error::PasswordInvalid) => Ok(Check::new(false)),
        Err(error) => Err(Error::invalid_input(format!("argument \"hash\": it cannot be checked: {error}"))
            .with_detail("argument", "hash")),
    }
}

fn refuse_high_costs(memory: u32, iterations: u32) -> Result<()> {
    if memory > MAX_MEMORY || iterations > MAX_ITERATIONS {
        return Err(Error::invalid_input(format!(
            "the costs are too high: expected at most {MAX_MEMORY} KiB of memory and {MAX_ITERATIONS} iterations, got \
             {memory} and {iterations}"
        )));
    }
    Ok(())
}
