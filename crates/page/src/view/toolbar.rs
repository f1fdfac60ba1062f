//! Filters, search and order.

use gatepass_core::status::Status;

use crate::action;
use crate::dom::{Part, StartError};
use crate::model::{List, Phase};
use crate::words;

pub(super) struct Toolbar {
    toolbar: Part,
    filters: Vec<Filter>,
    expiring: Part,
    show_ended: Part,
    search: Part,
    order: Part,
}

struct Filter {
    status: Option<Status>,
    button: Part,
    total: Part,
}

impl Toolbar {
    pub(super) fn new(view: &Part) -> Result<Self, StartError> {
        let toolbar = view.find("toolbar")?;
        let mut filters = Vec::new();
        for button in toolbar.select_all("button[data-action=filter]") {
            let word = button.attribute("data-id").unwrap_or_default();
            let status = Status::ALL.into_iter().find(|status| status.as_str() == word);
            let total = button.find(&format!("total-{word}"))?;
            if status.is_some() || word == action::ALL {
                filters.push(Filter { status, button, total });
            }
        }
        Ok(Self {
            filters,
            expiring: toolbar.find("filter-expiring")?,
            show_ended: toolbar.find("show-ended")?,
            search: toolbar.find("search")?,
            order: toolbar.find("order")?,
            toolbar,
        })
    }

    pub(super) fn show(&self, list: &List) {
        let is_expiring = list.choice.is_expiring;
        let has_tokens = list.totals.all() > 0 || list.is_narrowed() || list.choice.has_ended;
        self.toolbar.show_if(has_tokens || list.phase == Phase::Loading);
        for filter in &self.filters {
            filter
                .button
                .set_flag("aria-pressed", !is_expiring && list.choice.status == filter.status);
            let total = words::number(list.totals.of(filter.status));
            filter.total.set_text(if has_tokens { &total } else { "" });
        }
        self.expiring.set_flag("aria-pressed", is_expiring);
        self.show_ended.set_property("checked", &list.choice.has_ended.into());
        self.search.set_value(&list.typed);
        self.order.set_value(words::order(list.choice.sort, list.choice.direction));
    }

    pub(super) fn focus_search(&self) -> bool {
        self.search.focus()
    }
}
