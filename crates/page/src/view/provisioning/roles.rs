//! The form that says where roles come from, and which role a group gives.

use gatepass_core::name::TokenName;
use gatepass_core::scim::RoleSource;
use gatepass_core::wire::RoleView;

use crate::dom::{Part, StartError, Template};
use crate::model::Provisioning;
use crate::words;

pub(super) struct Roles {
    sources: Vec<(RoleSource, Part)>,
    groups: Part,
    list: Part,
    none: Part,
    rows: Vec<Row>,
    offered: Vec<RoleView>,
    row: Template,
    option: Template,
    error: Part,
    said: Part,
    discard: Part,
    save: Part,
}

struct Row {
    group: TokenName,
    part: Part,
    members: Part,
    select: Part,
    unset: Part,
}

impl Row {
    /// A row of the group that is the `place`th.
    fn new(
        template: &Template,
        option: &Template,
        place: usize,
        group: &TokenName,
        roles: &[RoleView],
    ) -> Result<Self, StartError> {
        let part = template.make()?;
        let (select, members) = (part.find("role")?, part.find("members")?);
        let (id, members_id) = (format!("group-role-{place}"), format!("group-members-{place}"));
        part.find("label")?.set_attribute("for", Some(&id));
        part.find("name")?.set_text(group.as_str());
        members.set_attribute("id", Some(&members_id));
        select.set_attribute("id", Some(&id));
        select.set_attribute("aria-describedby", Some(&members_id));
        select.set_attribute("data-id", Some(group.as_str()));
        let unset = select.find("unset")?;
        let mut options = vec![unset.clone()];
        for known in roles {
            let option = option.make()?;
            option.set_text(&known.role.to_words());
            option.set_attribute("value", Some(known.role.as_str()));
            options.push(option);
        }
        select.set_children(options.iter());
        Ok(Self { group: group.clone(), part, members, select, unset })
    }
}

impl Roles {
    pub(super) fn new(root: &Part, view: &Part) -> Result<Self, StartError> {
        let sources = RoleSource::ALL
            .into_iter()
            .map(|source| Ok((source, view.find(&format!("source-{}", source.as_str()))?)));
        Ok(Self {
            sources: sources.collect::<Result<_, StartError>>()?,
            groups: view.find("groups")?,
            list: view.find("group-rows")?,
            none: view.find("no-groups")?,
            rows: Vec::new(),
            offered: Vec::new(),
            row: root.template("group-row")?,
            option: root.template("role")?,
            error: view.find("source-error")?,
            said: view.find("said")?,
            discard: view.find("discard")?,
            save: view.find("save")?,
        })
    }

    pub(super) fn show(&mut self, provisioning: &Provisioning) -> Result<(), StartError> {
        let source = provisioning.source();
        for (known, input) in &self.sources {
            input.set_property("checked", &(Some(*known) == source).into());
        }
        self.groups.show_if(source == Some(RoleSource::Groups));
        self.none.show_if(provisioning.groups().is_empty());
        self.show_rows(provisioning)?;
        self.error.set_optional_text(provisioning.error.as_deref());
        self.said.set_text(if provisioning.is_saved { "Saved" } else { "" });
        let is_idle = provisioning.is_sending || !provisioning.differs();
        self.save.set_text(if provisioning.is_sending { "Saving…" } else { "Save" });
        self.save.set_flag("aria-disabled", is_idle);
        self.discard.set_flag("aria-disabled", is_idle);
        Ok(())
    }

    fn show_rows(&mut self, provisioning: &Provisioning) -> Result<(), StartError> {
        let groups = provisioning.groups();
        let roles = provisioning.asked.answer.as_ref().map_or(&[][..], |view| &view.roles);
        let is_same = self.rows.iter().map(|row| &row.group).eq(groups.iter().map(|it| &it.name));
        if !is_same || self.offered != roles {
            let rows = groups
                .iter()
                .enumerate()
                .map(|(place, group)| Row::new(&self.row, &self.option, place, &group.name, roles));
            self.rows = rows.collect::<Result<_, StartError>>()?;
            self.list.set_children(self.rows.iter().map(|row| &row.part));
            self.offered = roles.to_vec();
        }
        for (row, group) in self.rows.iter().zip(groups) {
            row.members.set_text(&words::provisioning::members(group.members));
            row.unset.set_text(&words::provisioning::unset(provisioning.named(&row.group)));
            let chosen = provisioning.chosen(&row.group);
            row.select.set_value(chosen.map(|role| role.as_str()).unwrap_or_default());
        }
        Ok(())
    }
}
