//! Carrying out statements.

use gatepass_core::reading::read_json;
use serde::de::DeserializeOwned;
use worker::wasm_bindgen::prelude::*;
use worker::{SqlStorageValue, Storage, js_sys};

use super::{StoreError, Stored};

#[wasm_bindgen(wasm_bindgen = worker::wasm_bindgen)]
extern "C" {
    type SqlStorageHolder;

    #[wasm_bindgen(method, getter)]
    fn sql(this: &SqlStorageHolder) -> Sql;

    pub(super) type Sql;

    // The SDK's reads a row by a call for each member, with code of its own for each type.
    #[wasm_bindgen(method, catch, variadic)]
    fn exec(this: &Sql, statement: &str, parameters: js_sys::Array) -> Result<Cursor, JsValue>;

    type Cursor;

    #[wasm_bindgen(method, catch, js_name = toArray)]
    fn to_array(this: &Cursor) -> Result<js_sys::Array, JsValue>;

    #[wasm_bindgen(method, getter, js_name = rowsWritten)]
    fn rows_written(this: &Cursor) -> usize;
}

impl Sql {
    pub(super) fn of(storage: &Storage) -> Self {
        let holder: &SqlStorageHolder = AsRef::<JsValue>::as_ref(storage.as_raw()).unchecked_ref();
        holder.sql()
    }

    fn run(&self, statement: &str, parameters: Vec<SqlStorageValue>) -> Stored<Cursor> {
        self.exec(statement, parameters.into_iter().map(JsValue::from).collect()).map_err(failed)
    }

    /// How many rows the statement wrote.
    pub(super) fn execute(
        &self,
        statement: &str,
        parameters: Vec<SqlStorageValue>,
    ) -> Stored<usize> {
        Ok(self.run(statement, parameters)?.rows_written())
    }

    /// The rows that the statement gives.
    pub(super) fn rows<T: DeserializeOwned>(
        &self,
        statement: &str,
        parameters: Vec<SqlStorageValue>,
    ) -> Stored<Vec<T>> {
        let rows = self.run(statement, parameters)?.to_array().map_err(failed)?;
        let json = js_sys::JSON::stringify(&rows).map_err(failed)?;
        read(&String::from(json))
    }
}

fn failed(error: JsValue) -> StoreError {
    StoreError::Statement(worker::Error::from(error).to_string())
}

/// What was written as JSON.
pub(super) fn read<T: DeserializeOwned>(json: &str) -> Stored<T> {
    read_json(json.as_bytes()).map_err(|error| StoreError::Unreadable(error.to_string()))
}
