//! What others say of themselves, as this isolate keeps it: as bytes, read anew each time.

use gatepass_core::documents::Kept;

use crate::isolate::with_documents;
use crate::platform::outside::{self, OutsideError};
use crate::platform::{clock, log};

async fn fetch(url: &str) -> Result<Kept, OutsideError> {
    let fetched_at = clock::now();
    let bytes = outside::ask(url, None).await?;
    let kept = Kept { bytes, fetched_at, sought_at: None };
    with_documents(|documents| documents.insert(url, kept.clone()));
    Ok(kept)
}

/// The document at the URL: as it is kept, if that is fresh, or if nobody can be asked.
pub(crate) async fn read(url: &str) -> Result<Kept, OutsideError> {
    let kept = with_documents(|documents| documents.find(url));
    if let Some(kept) = kept.clone().filter(|kept| kept.is_fresh(clock::now())) {
        return Ok(kept);
    }
    let fetched = fetch(url).await;
    match (fetched, kept) {
        (Err(error), Some(kept)) if kept.is_usable(clock::now()) => {
            log::fault("a document of somebody else's is used as it is kept", error);
            Ok(kept)
        }
        (fetched, _) => fetched,
    }
}

/// What `find` finds in the document at the URL. For what is not there, whoever it is of is asked once;
/// where they then cannot be asked, nobody knows whether it is.
pub(crate) async fn find<T, E>(
    url: &str,
    find: impl Fn(&[u8]) -> Result<T, E>,
) -> Result<Result<T, E>, OutsideError> {
    let kept = read(url).await?;
    match find(&kept.bytes) {
        Err(_) if kept.may_be_refetched(clock::now()) => {
            let sought_at = Some(clock::now());
            let fetched = fetch(url).await;
            let sought = Kept { sought_at, ..fetched.as_ref().unwrap_or(&kept).clone() };
            with_documents(|documents| documents.insert(url, sought.clone()));
            fetched?;
            Ok(find(&sought.bytes))
        }
        found => Ok(found),
    }
}
