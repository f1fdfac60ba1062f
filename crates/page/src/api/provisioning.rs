//! Provisioning by SCIM.

use gatepass_core::route::Route;
use gatepass_core::wire::{ChangeProvisioning, ProvisioningView};

use super::{ask, member, read, unreadable, written};
use crate::model::Failure;
use crate::view::SecretText;

/// How it stands.
pub async fn show() -> Result<Box<ProvisioningView>, Failure> {
    read(ask(&Route::Provisioning, None, None).await?).map(Box::new)
}

/// Makes a token, in place of any before. It is handed on as the browser's string.
pub async fn issue_token() -> Result<SecretText, Failure> {
    let reply = ask(&Route::IssueScimToken, None, None).await?;
    SecretText::from_value(member(&reply, "token")?).ok_or_else(unreadable)
}

/// Switches it off.
pub async fn switch_off() -> Result<Box<ProvisioningView>, Failure> {
    read(ask(&Route::SwitchProvisioningOff, None, None).await?).map(Box::new)
}

/// Changes where roles come from, and which groups give them.
pub async fn change(change: &ChangeProvisioning) -> Result<Box<ProvisioningView>, Failure> {
    read(ask(&Route::ChangeProvisioning, None, Some(written(change)?)).await?).map(Box::new)
}
