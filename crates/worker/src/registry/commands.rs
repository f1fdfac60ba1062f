//! What a registry does when it is asked, a file per noun: load, decide, save, tell.

mod activity;
mod agents;
mod arrivals;
mod asker;
mod days;
mod edit;
mod fault;
mod leaked;
mod people;
mod providers;
mod provisioning;
mod rebuild;
mod refusals;
mod regenerate;
mod repeated;
mod revoke;
mod scim;
mod sessions;
mod settings;
mod standing;
mod tenants;
mod tokens;
mod usage;
mod users;
