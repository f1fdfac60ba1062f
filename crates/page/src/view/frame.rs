//! What stands around the API tokens: bar, rail, heading.

use gatepass_core::route::{Route, View as Place};
use gatepass_core::wire::Me;

use crate::dom::{Part, StartError};
use crate::model::{Model, Session};
use crate::words;

pub(super) struct Frame {
    frame: Part,
    rail: Part,
    group_discovery: Part,
    rail_button: Part,
    bar_tenant: Part,
    bar_session: Part,
    tenant_label: Part,
    tenant_region: Part,
    initial: Part,
    user_name: Part,
    user_menu: Part,
    session_name: Part,
    session_role: Part,
    whose_tokens: Part,
    generate_button: Part,
    places: Vec<InFrame>,
    denied: Part,
    denied_heading: Part,
}

/// A view in the frame, with its link in the rail.
struct InFrame {
    view: Place,
    link: Part,
    content: Part,
    heading: Part,
}

impl InFrame {
    fn find(root: &Part, view: Place) -> Result<Self, StartError> {
        let link = root.find(&format!("link-{}", view.word()))?;
        link.set_attribute("href", Some(&Route::View(view).to_path()));
        let content = root.find(&format!("view-{}", view.word()))?;
        Ok(Self { view, link, heading: content.find("heading")?, content })
    }

    fn show(&self, model: &Model) {
        let is_open = self.view == model.place.view;
        // Who asks is mostly known in a moment: until then, the view shows that it is loading.
        let may_see = model.me().is_none() || model.may_see(self.view);
        self.link.show_if(model.may_see(self.view));
        self.link.set_attribute("aria-current", is_open.then_some("page"));
        self.content.show_if(is_open && may_see);
    }
}

impl Frame {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let places = Place::FRAMED.into_iter().map(|view| InFrame::find(root, view));
        let denied = root.find("view-denied")?;
        Ok(Self {
            places: places.collect::<Result<_, StartError>>()?,
            denied_heading: denied.find("heading")?,
            denied,
            frame: root.find("frame")?,
            rail: root.find("rail")?,
            group_discovery: root.find("group-discovery")?,
            rail_button: root.find("rail-button")?,
            bar_tenant: root.find("bar-tenant")?,
            bar_session: root.find("bar-session")?,
            tenant_label: root.find("tenant-label")?,
            tenant_region: root.find("tenant-region")?,
            initial: root.find("initial")?,
            user_name: root.find("user-name")?,
            user_menu: root.find("user-menu")?,
            session_name: root.find("session-name")?,
            session_role: root.find("session-role")?,
            whose_tokens: root.find("whose-tokens")?,
            generate_button: root.find("generate-button")?,
        })
    }

    pub(super) fn show(&self, model: &Model) {
        self.frame.show_if(model.place.view != Place::SignIn);
        self.places.iter().for_each(|place| place.show(model));
        self.denied.show_if(model.me().is_some() && !model.may_see(model.place.view));
        self.group_discovery.show_if(model.may_see(Place::LogCollectors));
        self.rail_button.set_flag("aria-expanded", model.is_rail_open);
        self.rail.set_present("data-open", model.is_rail_open);
        self.bar_tenant.show_if(model.me().is_some());
        self.bar_session.show_if(model.me().is_some());
        self.generate_button.set_present("disabled", model.me().is_none());
        match &model.session {
            Session::In(me) => self.show_session(me),
            Session::Unknown | Session::Out => self.user_menu.call("hidePopover"),
        }
    }

    fn show_session(&self, me: &Me) {
        self.tenant_label.set_text(me.tenant.label.as_str());
        self.tenant_region.set_text(me.tenant.region.as_str());
        self.initial.set_text(&words::initial(&me.name));
        self.user_name.set_text(me.name.as_str());
        self.session_name.set_text(me.name.as_str());
        self.session_role.set_text(&me.role.to_words());
        self.whose_tokens.set_text(words::whose_tokens(me));
    }

    pub(super) fn focus_heading(&self) -> bool {
        let headings = self.places.iter().map(|place| &place.heading);
        headings.chain([&self.denied_heading]).any(Part::focus)
    }

    pub(super) fn focus_generate(&self) -> bool {
        self.generate_button.focus()
    }
}
