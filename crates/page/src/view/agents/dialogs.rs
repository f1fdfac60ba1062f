//! The dialogs about agents: the form with the token that comes of it, and the question.

use gatepass_core::agents::AgentKind;

use crate::dom::{Part, StartError, Template};
use crate::model::{AgentDialog, AgentForm, AgentQuestion, AgentsFocus, CopySource, Dialog, Model};
use crate::view::complaint::ComplaintView;
use crate::view::new_token::{Bearing, NewToken, SecretText};
use crate::words;

pub(in crate::view) struct AgentDialogs {
    form_dialog: Part,
    form_heading: Part,
    form: Part,
    name: Part,
    name_error: Part,
    of_siem_agent: Part,
    format: Part,
    notifications: Part,
    of_log_collector: Part,
    sources: Part,
    sources_error: Part,
    form_error: ComplaintView,
    save: Part,
    question_dialog: Part,
    question: Part,
    consequence: Part,
    question_error: ComplaintView,
    confirm: Part,
    template: Template,
    handed_over: Option<SecretText>,
    new_token: Option<NewToken>,
}

impl AgentDialogs {
    pub(in crate::view) fn new(root: &Part) -> Result<Self, StartError> {
        Ok(Self {
            form_dialog: root.find("agent")?,
            form_heading: root.find("agent-heading")?,
            form: root.find("agent-form")?,
            name: root.find("agent-name")?,
            name_error: root.find("agent-name-error")?,
            of_siem_agent: root.find("agent-of-siem")?,
            format: root.find("agent-format")?,
            notifications: root.find("agent-notifications")?,
            of_log_collector: root.find("agent-of-logs")?,
            sources: root.find("agent-sources")?,
            sources_error: root.find("agent-sources-error")?,
            form_error: ComplaintView::new(root, &root.find("agent-error")?)?,
            save: root.find("agent-save")?,
            question_dialog: root.find("agent-question")?,
            question: root.find("agent-question-heading")?,
            consequence: root.find("agent-consequence")?,
            question_error: ComplaintView::new(root, &root.find("agent-question-error")?)?,
            confirm: root.find("agent-confirm")?,
            template: root.template("new-token")?,
            handed_over: None,
            new_token: None,
        })
    }

    pub(in crate::view) fn hand_over(&mut self, token: SecretText) {
        self.handed_over = Some(token);
    }

    pub(in crate::view) fn show(&mut self, model: &Model) -> Result<(), StartError> {
        let dialog = model.dialog.as_ref().and_then(Dialog::agent);
        let is_shown = matches!(dialog, Some(AgentDialog::Shown { .. }));
        if !is_shown {
            // Takes the token out of the document.
            self.handed_over = None;
            self.new_token = None;
        }
        self.question_dialog.set_open(matches!(dialog, Some(AgentDialog::Question(_))));
        match dialog {
            None => self.form_dialog.set_open(false),
            Some(AgentDialog::Question(question)) => {
                self.form_dialog.set_open(false);
                self.show_question(question);
            }
            Some(AgentDialog::Form(form)) => {
                self.show_form(form);
                self.form_dialog.set_open(true);
            }
            Some(AgentDialog::Shown { kind, view, url, is_again }) => {
                if let Some(token) = self.handed_over.take() {
                    let (before, after) = words::agents::command(*kind, view, url);
                    let done = words::agents::done(*kind, *is_again);
                    let (label, try_it) = ("Its token", "Run it");
                    let bearing = Bearing { done: &done, label, url, try_it, before, after };
                    let new_token = NewToken::new(&self.template, &token, &bearing)?;
                    self.form_dialog.append(new_token.part());
                    self.new_token = Some(new_token);
                }
                self.form_heading.set_text(view.name.as_str());
                self.form.show_if(false);
                if let Some(new_token) = &self.new_token {
                    new_token.answer(model.copied);
                }
                self.form_dialog.set_open(true);
            }
        }
        Ok(())
    }

    fn show_form(&self, form: &AgentForm) {
        let is_new = form.id.is_none();
        self.form_heading.set_text(&words::agents::form_heading(form.kind, is_new));
        self.form.show_if(true);
        self.name.set_value(&form.name);
        self.name.set_flag("aria-invalid", form.name_error.is_some());
        self.name_error.set_optional_text(form.name_error.as_deref());
        self.of_siem_agent.show_if(form.kind == AgentKind::SiemAgent);
        self.format.set_value(form.format.as_str());
        self.notifications.set_value(form.notifications.as_str());
        self.of_log_collector.show_if(form.kind == AgentKind::LogCollector);
        self.sources.set_value(&form.sources);
        self.sources.set_flag("aria-invalid", form.sources_error.is_some());
        self.sources_error.set_optional_text(form.sources_error.as_deref());
        self.form_error.show(form.form_error.as_ref());
        self.save.set_text(words::agents::form_button(is_new, form.is_sending));
        self.save.set_flag("aria-disabled", form.is_sending);
    }

    fn show_question(&self, question: &AgentQuestion) {
        self.question.set_text(&words::agents::question(question));
        self.consequence.set_text(words::agents::consequence(question.intent));
        self.question_error.show(question.error.as_ref());
        self.confirm.set_text(words::agents::intent(question.intent, question.is_sending));
        self.confirm.set_flag("aria-disabled", question.is_sending);
    }

    pub(in crate::view) fn copied_text(&self, source: CopySource) -> Option<SecretText> {
        self.new_token.as_ref()?.copied_text(source)
    }

    pub(in crate::view) fn select_text(&self, source: CopySource) {
        if let Some(new_token) = &self.new_token {
            new_token.select_text(source);
        }
    }

    /// Gives the focus to what of the dialogs it is for; whether it took it.
    pub(in crate::view) fn focus(&self, focus: AgentsFocus) -> bool {
        match focus {
            AgentsFocus::Name => self.name.focus(),
            AgentsFocus::Sources => self.sources.focus(),
            AgentsFocus::CopyToken => self.new_token.as_ref().is_some_and(NewToken::focus_copy),
            AgentsFocus::Add(_) | AgentsFocus::MenuOf(..) => false,
        }
    }
}
