//! Keeps model, view and browser together.

mod perform;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use gatepass_core::time::Millis;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, EventTarget, Window};

use crate::action;
use crate::dom::{self, Gesture, Interval, Listener, Nearing, Part, StartError};
use crate::message::{Call, Message};
use crate::model::Model;
use crate::time;
use crate::update::update;
use crate::view::View;

/// How often the page looks whether something changed.
const TICK: Millis = Millis::seconds(10);

/// The page at work; it ends when dropped.
pub struct Page {
    shell: Rc<Shell>,
    _listeners: [Listener; 6],
    _tick: Interval,
}

impl Page {
    /// Starts the page below the root.
    ///
    /// # Errors
    /// [`StartError`] if the browser or the HTML lacks something.
    pub fn start(root: &Part) -> Result<Self, StartError> {
        let window = dom::window().ok_or(StartError::NoDocument)?;
        let document = window.document().ok_or(StartError::NoDocument)?;
        let shell = Shell::new(root)?;
        shell.watch_end_of_list()?;
        let gestures = listen(&shell, root.element(), Gesture::EVENTS, |shell, event| {
            if let Some(message) = Gesture::of(&event).and_then(action::message) {
                shell.dispatch(message);
            }
        })?;
        let moves = listen(&shell, &window, &["popstate"], |shell, _| shell.open())?;
        let returns = listen(&shell, &document, &["visibilitychange"], |shell, _| shell.tick())?;
        // The focus of what stands in the window passes by here as well.
        let focuses = listen(&shell, &window, &["focus"], |shell, event| {
            if event.target().is_some_and(|target| target.has_type::<Window>()) {
                shell.tick();
            }
        })?;
        // The browser may keep the document for "back"; a token must not be kept in it.
        let leaves = listen(&shell, &window, &["pagehide"], |shell, _| {
            shell.dispatch(Message::DialogClosed);
        })?;
        let hands = dom::attention::watch(&window)?;
        let weak = Rc::downgrade(&shell);
        let tick = Interval::new(TICK, move || with(&weak, Shell::tick))?;
        shell.open();
        Ok(Self {
            shell,
            _listeners: [gestures, moves, returns, focuses, leaves, hands],
            _tick: tick,
        })
    }

    /// Lets the page know that something happened.
    pub fn dispatch(&self, message: Message) {
        self.shell.dispatch(message);
    }
}

fn listen(
    shell: &Rc<Shell>,
    target: &EventTarget,
    kinds: &'static [&'static str],
    react: impl Fn(&Rc<Shell>, Event) + 'static,
) -> Result<Listener, StartError> {
    let weak = Rc::downgrade(shell);
    let listener = Listener::new(target, kinds, move |event| {
        with(&weak, |shell| react(shell, event));
    })?;
    Ok(listener)
}

/// Does something unless the page has ended.
fn with(weak: &Weak<Shell>, act: impl FnOnce(&Rc<Shell>)) {
    if let Some(shell) = weak.upgrade() {
        act(&shell);
    }
}

struct Shell {
    model: RefCell<Model>,
    view: RefCell<View>,
    nearing: RefCell<Option<Nearing>>,
    /// Messages that came while another one was being shown, as closing a dialog may cause.
    waiting: RefCell<VecDeque<Message>>,
    is_busy: Cell<bool>,
}

impl Shell {
    fn new(root: &Part) -> Result<Rc<Self>, StartError> {
        Ok(Rc::new(Self {
            model: RefCell::new(Model::new(dom::storage::theme())),
            view: RefCell::new(View::new(root)?),
            nearing: RefCell::new(None),
            waiting: RefCell::default(),
            is_busy: Cell::new(false),
        }))
    }

    /// Asks for more tokens whenever the end of the list comes near.
    fn watch_end_of_list(self: &Rc<Self>) -> Result<(), StartError> {
        let weak = Rc::downgrade(self);
        let react = move || with(&weak, |shell| shell.dispatch(Message::MoreWanted));
        let nearing = Nearing::new(self.view.borrow().end_of_list(), react)?;
        self.nearing.replace(Some(nearing));
        Ok(())
    }

    fn open(self: &Rc<Self>) {
        if let Some(address) = dom::address::read() {
            self.dispatch(Message::Opened(address));
        }
    }

    fn tick(self: &Rc<Self>) {
        if dom::is_visible() {
            self.dispatch(Message::Ticked);
        }
    }

    fn dispatch(self: &Rc<Self>, message: Message) {
        self.waiting.borrow_mut().push_back(message);
        if self.is_busy.replace(true) {
            return;
        }
        loop {
            let next = self.waiting.borrow_mut().pop_front();
            let Some(message) = next else { break };
            if let Some(call) = self.step(message) {
                self.perform(call);
            }
        }
        self.is_busy.set(false);
    }

    fn step(&self, message: Message) -> Option<Call> {
        let mut model = self.model.borrow_mut();
        let rows_before = model.list.rows.len();
        let call = update(&mut model, message, time::now());
        dom::address::follow(&model);
        // A template that lacks a part was found out at the start; later it lacks none.
        let _ = self.view.borrow_mut().show(&model);
        model.focus = None;
        let has_other_rows = model.list.rows.len() != rows_before;
        if let Some(nearing) = self.nearing.borrow().as_ref().filter(|_| has_other_rows) {
            nearing.look_again();
        }
        call
    }

    fn perform(self: &Rc<Self>, call: Call) {
        let shell = Rc::downgrade(self);
        spawn_local(async move {
            if let Some(message) = perform::perform(&shell, call).await {
                with(&shell, |shell| shell.dispatch(message));
            }
        });
    }
}
