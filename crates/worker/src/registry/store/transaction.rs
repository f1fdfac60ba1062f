//! Transactions that hold nothing up.

use std::panic::AssertUnwindSafe;

use worker::wasm_bindgen::prelude::*;
use worker::{Storage, js_sys};

use super::{Store, StoreError};

#[wasm_bindgen(wasm_bindgen = worker::wasm_bindgen)]
extern "C" {
    #[wasm_bindgen(extends = js_sys::Object)]
    pub(super) type SyncStorage;

    // The SDK binds only the asynchronous `transaction`, during which other calls are let in.
    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &SyncStorage,
        body: &mut dyn FnMut() -> Result<JsValue, JsValue>,
    ) -> Result<JsValue, JsValue>;
}

impl SyncStorage {
    pub(super) fn of(storage: &Storage) -> Self {
        AsRef::<JsValue>::as_ref(storage.as_raw()).clone().unchecked_into()
    }
}

impl Store {
    /// Carries out `body` as a whole or not at all: an error or a panic in it leaves no trace.
    ///
    /// # Errors
    /// The body's own, or a [`StoreError`] where it panicked or could not be committed.
    pub(in crate::registry) fn transaction<T, E: From<StoreError>>(
        &self,
        body: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut body = Some(body);
        let mut outcome = None;
        // After a panic neither is looked at but to see that there is no outcome.
        let mut shared = AssertUnwindSafe((&mut body, &mut outcome, self));
        let ended = self.storage.transaction_sync(&mut move || {
            let shared = &mut shared;
            let (body, outcome, store) = &mut **shared;
            **outcome = body.take().map(|body| body(store));
            match outcome {
                Some(Ok(_)) => Ok(JsValue::UNDEFINED),
                Some(Err(_)) | None => Err(JsValue::from_str("rolled back")),
            }
        });
        match (ended, outcome) {
            (Ok(_), Some(Ok(value))) => Ok(value),
            (_, Some(Err(error))) => Err(error),
            (Ok(_), None) => Err(StoreError::RolledBack("it did not run".to_owned()).into()),
            (Err(reason), Some(Ok(_)) | None) => {
                Err(StoreError::RolledBack(format!("{reason:?}")).into())
            }
        }
    }
}
