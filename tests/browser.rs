//! The page in a real browser, used as a person uses it.

mod activity;
mod agents;
mod check;
mod exposed;
mod form;
mod hostile;
mod journey;
mod keyboard;
mod life;
mod list;
mod name;
mod own_url;
mod secret;
mod sessions;
mod settings;
mod sign_in;
mod states;
mod users;

pub(crate) use states::look;
