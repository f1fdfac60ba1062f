//! What a request is answered with.

use std::rc::Rc;

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
