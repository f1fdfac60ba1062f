//! The activity log. Events are kept by their numbers, so that what was opened stays open.

use std::collections::BTreeMap;

use gatepass_core::activity::{ExportFormat, Topic};
use gatepass_core::audit::{Actor, Change, ObjectKind};
use gatepass_core::id::Subject;
use gatepass_core::route::{Route, View as Place};
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::ActivityView;

use super::surroundings::Surroundings;
use crate::dom::{Part, StartError, Template};
use crate::model::{Activity, Day, Model, Reach};
use crate::time::{Clock, machine_readable};
use crate::words;

pub(super) struct Log {
    surroundings: Surroundings,
    events: BTreeMap<u64, Event>,
    order: Vec<u64>,
    list: Part,
    template: Template,
    change: Template,
    option: Template,
    person: Part,
    people: Vec<Subject>,
    token: Part,
    token_error: Part,
    kind: Part,
    from: Part,
    until: Part,
    reversed: Part,
    clear: Part,
    empty_heading: Part,
    exports: [(ExportFormat, Part); 2],
    foot: Part,
    count: Part,
    more: Part,
    newest: Part,
}

impl Log {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let view = root.find(&format!("view-{}", Place::ActivityLog.word()))?;
        let option = root.template("option")?;
        let kind = view.find("kind")?;
        offer_kinds(&kind, &root.template("option-group")?, &option)?;
        Ok(Self {
            surroundings: Surroundings::new(&view)?,
            events: BTreeMap::new(),
            order: Vec::new(),
            list: view.find("table")?,
            template: root.template("activity-event")?,
            change: root.template("activity-change")?,
            option,
            person: view.find("person")?,
            people: Vec::new(),
            token: view.find("token")?,
            token_error: view.find("token-error")?,
            kind,
            from: view.find("from")?,
            until: view.find("until")?,
            reversed: view.find("reversed")?,
            clear: view.find("clear")?,
            empty_heading: view.find("empty-heading")?,
            exports: [
                (ExportFormat::Csv, view.find("export-csv")?),
                (ExportFormat::Jsonl, view.find("export-jsonl")?),
            ],
            foot: view.find("foot")?,
            count: view.find("count")?,
            more: view.find("more")?,
            newest: view.find("newest")?,
        })
    }

    pub(super) fn show(&mut self, model: &Model, clock: &Clock) -> Result<(), StartError> {
        if model.place.view != Place::ActivityLog {
            return Ok(());
        }
        let activity = &model.activity;
        self.show_filters(activity)?;
        self.surroundings.show(&activity.asked, activity.events.len());
        let heading = match activity.choice.is_narrowed() {
            true => "No event matches",
            false => "Nothing has happened yet",
        };
        self.empty_heading.set_text(heading);
        self.show_events(activity, clock)?;
        self.show_foot(activity);
        Ok(())
    }

    fn show_filters(&mut self, activity: &Activity) -> Result<(), StartError> {
        let choice = &activity.choice;
        let people: Vec<Subject> = activity.people.keys().copied().collect();
        if self.people != people {
            for person in self.person.select_all("option[value]:not([value=''])") {
                person.remove();
            }
            let mut sorted: Vec<_> = activity.people.iter().collect();
            sorted.sort_by_key(|(_, name)| name.to_key());
            for (subject, name) in sorted {
                self.person.append(&option(&self.option, subject.as_str(), name.as_str())?);
            }
            self.people = people;
        }
        self.person.set_value(&choice.person.map(|it| it.to_string()).unwrap_or_default());
        self.kind.set_value(&choice.kind.map(|kind| kind.to_string()).unwrap_or_default());
        self.token.set_value(&activity.typed_token);
        let typed = activity.typed_token.trim();
        let is_wrong = !typed.is_empty() && choice.token.is_none_or(|id| id.to_string() != typed);
        self.token.set_attribute("aria-invalid", is_wrong.then_some("true"));
        self.token_error.show_if(is_wrong);
        let text = |day: &Option<Day>| day.as_ref().map(|day| day.text.clone()).unwrap_or_default();
        self.from.set_value(&text(&choice.from));
        self.until.set_value(&text(&choice.until));
        self.reversed.show_if(choice.is_reversed());
        self.clear.show_if(choice.is_narrowed() || is_wrong);
        for (format, link) in &self.exports {
            let query = choice.to_export(*format).to_query();
            let path = Route::ExportActivity.to_path();
            link.set_attribute("href", Some(&format!("{path}?{query}")));
        }
        Ok(())
    }

    fn show_events(&mut self, activity: &Activity, clock: &Clock) -> Result<(), StartError> {
        for event in &activity.events {
            let known = match self.events.remove(&event.sequence) {
                Some(known) => known,
                None => Event::new(&self.template, &self.change, event, clock)?,
            };
            known.age(event.at, activity.as_of, clock);
            self.events.insert(event.sequence, known);
        }
        let order: Vec<u64> = activity.events.iter().map(|event| event.sequence).collect();
        if self.order != order {
            self.events.retain(|sequence, _| order.contains(sequence));
            self.list
                .set_children(order.iter().filter_map(|it| self.events.get(it)).map(|it| &it.part));
            self.order = order;
        }
        Ok(())
    }

    fn show_foot(&self, activity: &Activity) {
        let has_more = activity.cursor.is_some();
        self.foot.show_if(!activity.events.is_empty());
        self.count.set_text(&words::activity::count(activity.events.len(), has_more));
        if !has_more && self.more.has_focus() {
            // The button goes away under the person who pressed it.
            self.count.focus();
        }
        self.more.show_if(has_more);
        let asks = activity.asked.is_pending() && activity.purpose == Some(Reach::Older);
        self.more.set_text(if asks { "Loading…" } else { "Load more" });
        self.newest.show_if(activity.is_past_newest);
    }
}

fn option(template: &Template, value: &str, text: &str) -> Result<Part, StartError> {
    let option = template.make()?;
    option.set_attribute("value", Some(value));
    option.set_text(text);
    Ok(option)
}

/// A group for each topic, whose first option is all of it.
fn offer_kinds(select: &Part, group: &Template, single: &Template) -> Result<(), StartError> {
    for topic in Topic::all() {
        let words = words::activity::topic(topic);
        let made = group.make()?;
        made.set_attribute("label", Some(&words));
        let actions: Vec<_> = topic.actions().collect();
        if actions.len() > 1 {
            made.append(&option(single, topic.as_str(), &format!("{words}: all"))?);
        }
        for action in actions {
            made.append(&option(single, action.as_str(), action.title())?);
        }
        select.append(&made);
    }
    Ok(())
}

/// An event, which never changes: only how long ago it was does.
struct Event {
    part: Part,
    ago: Part,
}

impl Event {
    fn new(
        template: &Template,
        change: &Template,
        event: &ActivityView,
        clock: &Clock,
    ) -> Result<Self, StartError> {
        let part = template.make()?;
        let sentence = words::activity::sentence(event);
        part.find("who")?.set_text(&sentence.who);
        part.find("did")?.set_text(&format!(" {} ", sentence.did));
        part.find("what")?.set_text(&sentence.what);
        let often = sentence.often.map(|often| format!(" {often}"));
        part.find("often")?.set_optional_text(often.as_deref());
        let exact = clock.exact(event.at);
        let by = words::activity::means(&event.by);
        part.find("by")?.set_text(&by);
        let address = event.address.map(|address| address.to_string());
        let from = address.as_ref().map(|address| format!(" from {address}"));
        part.find("from")?.set_optional_text(from.as_deref());
        part.find("exact")?.set_text(&exact);
        part.find("number")?.set_text(&format!("{}, {}", event.sequence, event.action));
        let since = event.since.map(|since| clock.exact(since));
        part.find("since-row")?.show_if(since.is_some());
        part.find("since")?.set_text(&since.unwrap_or_default());
        let id = event.object.as_ref().map(|object| object.id.clone());
        part.find("id-row")?.show_if(id.is_some());
        part.find("id")?.set_text(&id.unwrap_or_default());
        show_changes(&part, change, &event.changes, clock)?;
        show_narrowing(&part, event)?;
        let ago = part.find("ago")?;
        ago.set_attribute("title", Some(&exact));
        ago.set_attribute("datetime", Some(&machine_readable(event.at)));
        Ok(Self { part, ago })
    }

    fn age(&self, at: UnixSeconds, as_of: UnixSeconds, clock: &Clock) {
        self.ago.set_text(&clock.relative(at, as_of));
    }
}

fn show_changes(
    part: &Part,
    template: &Template,
    changes: &[Change],
    clock: &Clock,
) -> Result<(), StartError> {
    part.find("changes")?.show_if(!changes.is_empty());
    let rows = part.find("change-rows")?;
    for change in changes {
        let row = template.make()?;
        let exact = |moment| clock.exact(moment);
        let told =
            |text: &Option<String>| words::activity::told(&change.field, text.as_deref(), exact);
        row.find("field")?.set_text(words::activity::field(&change.field));
        row.find("before")?.set_text(&told(&change.before));
        row.find("after")?.set_text(&told(&change.after));
        rows.append(&row);
    }
    Ok(())
}

/// The buttons that narrow the log to this person, or to this token.
fn show_narrowing(part: &Part, event: &ActivityView) -> Result<(), StartError> {
    let person = match &event.actor {
        Actor::User { sub, name } => Some((sub.to_string(), name.to_string())),
        Actor::Operator | Actor::Registry | Actor::Provisioner | Actor::Unknown => None,
    };
    let token = event.object.as_ref().filter(|object| match object.kind {
        ObjectKind::Token | ObjectKind::SiemAgent | ObjectKind::LogCollector => true,
        ObjectKind::User | ObjectKind::Group | ObjectKind::Provider | ObjectKind::Tenant => false,
    });
    let token = token.map(|object| (object.id.clone(), object.name.clone()));
    for (name, chosen) in [("only-person", person), ("only-token", token)] {
        let button = part.find(name)?;
        button.show_if(chosen.is_some());
        let (id, text) = chosen.unwrap_or_default();
        button.set_attribute("data-id", Some(&id));
        button.set_text(&format!("Only {text}"));
    }
    Ok(())
}
