//! Which hosts a route is answered at.

use super::Route;

impl Route {
    /// Whether it is answered by whatever host a request comes: it tells nothing of any tenant, or
    /// rests on the operator's own secret, who has to reach the Worker before the portal's name
    /// leads to it. Any other route is the portal's own, unless [`Self::is_for_programs`].
    pub fn is_at_every_host(&self) -> bool {
        matches!(
            self,
            Self::Health
                | Self::Tenants
                | Self::CreateTenant
                | Self::TenantLink(_)
                | Self::StoredLog(_)
                | Self::Drift(_)
                | Self::Rebuild(_)
                | Self::Metrics
                | Self::Fault(..)
                | Self::AdvanceClock(_)
        )
    }

    /// Whether programs ask for it with a token: those are led here by whatever host the operator
    /// likes, like that of an API that this Worker stands in front of. The token says of which tenant
    /// they are, so the host need not. A host below the portal's is that of a tenant all the same.
    pub fn is_for_programs(&self) -> bool {
        matches!(self, Self::Verify | Self::Upstream)
    }
}
