//! What a request is answered with.

use std::rc::Rc;

use gatepass_core::challenge::MetadataUrl;
use worker::{Context, Env};

use crate::platform::config::Config;
use crate::site::Site;

/// What a request is answered with: the platform's bindings and the deployment's settings.
pub(crate) struct Edge {
    pub(crate) env: Env,
    pub(crate) context: Context,
    pub(crate) config: Rc<Config>,
    pub(crate) site: Site,
}

impl Edge {
    /// Where the host that was asked says what takes tokens there, if it does.
    pub(crate) fn metadata_url(&self) -> Option<MetadataUrl> {
        self.site.metadata_url(&self.config.portal_host)
    }
}
