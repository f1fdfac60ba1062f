//! Copy buttons, which answer for a moment.

use gatepass_core::time::Millis;

use crate::message::{Call, Message};
use crate::model::{Copied, CopySource, Model};

/// How long a copy button says "Copied".
const ANSWERS_FOR: Millis = Millis::seconds(2);

pub(super) fn answered(model: &mut Model, copied: Copied) -> Option<Call> {
    model.copied = Some(copied);
    let then = Box::new(Message::CopySettled(copied.source));
    Some(Call::Wait { span: ANSWERS_FOR, then })
}

pub(super) fn settled(model: &mut Model, source: CopySource) -> Option<Call> {
    if model.copied.is_some_and(|copied| copied.source == source) {
        model.copied = None;
    }
    None
}
