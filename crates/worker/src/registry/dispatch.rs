//! From a call to its reply.

use std::panic::AssertUnwindSafe;
use std::rc::Rc;

use futures_util::FutureExt as _;
use gatepass_core::authority::Denied;
use gatepass_core::reading::read_json;
use gatepass_core::refusal::Refusal;
use gatepass_core::scim::ScimError;
use serde::Serialize;
use worker::{Request, Response, Result};

use super::Instance;
use super::store::StoreError;
use crate::call::{Command, Declined};
use crate::platform::log;

/// Why a command is not carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    /// A rule says no.
    #[error(transparent)]
    Declined(#[from] Declined),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ScimError> for Refused {
    fn from(error: ScimError) -> Self {
        Declined::from(error).into()
    }
}

impl From<Denied> for Refused {
    fn from(denied: Denied) -> Self {
        Declined::from(denied).into()
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Declined::from(refusal).into()
    }
}

/// The reply or the no, as it travels.
type Reply = std::result::Result<String, StoreError>;

fn reply<T: Serialize>(outcome: std::result::Result<T, Refused>) -> Reply {
    let told = match outcome {
        Ok(value) => Ok(value),
        Err(Refused::Declined(declined)) => Err(declined),
        Err(Refused::Store(error)) => return Err(error),
    };
    serde_json::to_string(&told).map_err(|error| StoreError::Unreadable(error.to_string()))
}

impl Instance {
    /// Answers 200 with the reply or the no, and 500 for a failure. A panic is one too: it must not
    /// leave the caller waiting.
    pub(super) async fn answer(self: &Rc<Self>, mut request: Request) -> Result<Response> {
        let Ok(command) = read_json::<Command>(&request.bytes().await?) else {
            return Response::error("not a call", 400);
        };
        match AssertUnwindSafe(self.carry_out(command)).catch_unwind().await {
            Ok(Ok(told)) => Response::ok(told),
            Ok(Err(error)) => {
                log::fault("registry", error);
                Response::error("failed", 500)
            }
            Err(_) => Response::error("panicked", 500),
        }
    }

    async fn carry_out(self: &Rc<Self>, command: Command) -> Reply {
        let outcome = self.decide(command);
        self.keep_log();
        self.write_uses_soon();
        self.project_soon().await;
        outcome
    }

    /// Everything that a command does happens here, without an await, so no other comes between.
    fn decide(&self, command: Command) -> Reply {
        match command {
            Command::EnrollTenant(call) => reply(self.enroll_tenant(call)),
            Command::FindTenant(call) => reply(self.find_tenant(&call)),
            Command::ListTenants(_) => reply(self.list_tenants()),
            Command::AddSignInLink(call) => reply(self.add_sign_in_link(&call)),
            Command::SpendSignInLink(call) => reply(self.spend_sign_in_link(call)),
            Command::OpenDevelopmentSession(call) => reply(self.open_development_session(call)),
            Command::WhoIs(call) => reply(self.who_is(&call.asker)),
            Command::CloseSession(call) => reply(self.close_session(&call.asker)),
            Command::ListSessions(call) => reply(self.list_sessions(&call)),
            Command::EndSession(call) => reply(self.end_session(&call)),
            Command::EndSessions(call) => reply(self.end_sessions(&call)),
            Command::ListTokens(call) => reply(self.list_tokens(&call)),
            Command::RecordToken(call) => reply(self.record_token(&call)),
            Command::ShowToken(call) => reply(self.show_token(&call)),
            Command::EditToken(call) => reply(self.edit_token(&call)),
            Command::RegenerateToken(call) => reply(self.regenerate_token(&call)),
            Command::RevokeTokens(call) => reply(self.revoke_tokens(&call)),
            Command::ShowSettings(call) => reply(self.show_settings(&call)),
            Command::ChangeSettings(call) => reply(self.change_settings(&call)),
            Command::RevokeToken(call) => reply(self.revoke_token(&call)),
            Command::RevokeShown(call) => reply(self.revoke_shown(&call)),
            Command::RevokeLeaked(call) => reply(self.revoke_leaked(&call)),
            Command::ListAgents(call) => reply(self.list_agents(&call)),
            Command::RecordAgent(call) => reply(self.record_agent(&call)),
            Command::ChangeAgent(call) => reply(self.change_agent(&call)),
            Command::RegenerateAgent(call) => reply(self.regenerate_agent(&call)),
            Command::DeleteAgent(call) => reply(self.delete_agent(&call)),
            Command::ReadActivity(call) => reply(self.read_activity(&call)),
            Command::StartExport(call) => reply(self.start_export(&call)),
            Command::ReadStoredLog(call) => reply(self.read_stored_log(call.after)),
            Command::ListUsers(call) => reply(self.list_users(&call)),
            Command::RecordUser(call) => reply(self.record_user(&call)),
            Command::ChangeUser(call) => reply(self.change_user(&call)),
            Command::RenewUserLink(call) => reply(self.renew_user_link(&call)),
            Command::DeprovisionUser(call) => reply(self.deprovision_user(&call)),
            Command::ReprovisionUser(call) => reply(self.reprovision_user(&call)),
            Command::HandUserOver(call) => reply(self.hand_user_over(&call)),
            Command::ShowProvisioning(call) => reply(self.show_provisioning(&call)),
            Command::ChangeProvisioning(call) => reply(self.change_provisioning(&call)),
            Command::KeepScimToken(call) => reply(self.keep_scim_token(&call)),
            Command::SwitchProvisioningOff(call) => reply(self.switch_provisioning_off(&call)),
            Command::AnswerScim(call) => reply(self.answer_scim(&call)),
            Command::AskImpact(call) => reply(self.impact(&call)),
            Command::ListProviders(call) => reply(self.list_providers(&call)),
            Command::RecordProvider(call) => reply(self.record_provider(&call)),
            Command::ChangeProvider(call) => reply(self.change_provider(&call)),
            Command::RemoveProvider(call) => reply(self.remove_provider(&call)),
            Command::OfferProviders(call) => reply(self.offer_providers(&call)),
            Command::FindProvider(call) => reply(self.find_provider(&call)),
            Command::NoteTest(call) => reply(self.note_test(&call)),
            Command::CompleteSignIn(call) => reply(self.complete_sign_in(&call)),
            Command::NoteRefusedSignIn(call) => reply(self.note_refused_arrival(&call)),
            Command::AskStanding(call) => reply(self.standing_of(&call.digest)),
            Command::ReportUsage(call) => reply(self.note_usage(&call.report)),
            Command::SurveyKeys(call) => reply(self.survey_keys(&call)),
            Command::RestoreKeys(call) => reply(self.restore_keys(&call)),
            Command::MeasureOutbox(_) => reply(self.measure_outbox()),
            Command::ProvokeFault(call) => reply(self.provoke(call.fault)),
            Command::AdvanceClock(call) => {
                self.advance_clock(call.by);
                // What is due by the clock has another wait from here on.
                self.drain.expect_work();
                reply(Ok(()))
            }
        }
    }
}
