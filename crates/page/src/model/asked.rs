//! Something that is asked of the server again and again, with the last answer.

use super::Failure;

/// Something that is asked of the server again and again, with the last answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<T> {
    /// What the server said last.
    pub answer: Option<T>,
    /// Why the last question was not answered, if it was not.
    pub failure: Option<Failure>,
    pending: Option<u32>,
    asked: u32,
}

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Self { answer: None, failure: None, pending: None, asked: 0 }
    }
}

impl<T> Asked<T> {
    /// Asks; the number tells the answer from those to earlier questions, which no longer count.
    pub fn ask(&mut self) -> u32 {
        self.asked = self.asked.wrapping_add(1);
        self.pending = Some(self.asked);
        self.asked
    }

    /// Takes an answer in, if it is the one waited for.
    ///
    /// # Errors
    /// The failure, if it says that nobody is signed in any more.
    pub fn answered(&mut self, number: u32, outcome: Result<T, Failure>) -> Result<(), Failure> {
        if self.pending != Some(number) {
            return Ok(());
        }
        self.pending = None;
        match outcome {
            Ok(answer) => {
                self.answer = Some(answer);
                self.failure = None;
                Ok(())
            }
            Err(failure) if failure.is_unauthenticated() => Err(failure),
            Err(failure) => {
                self.failure = Some(failure);
                Ok(())
            }
        }
    }

    /// Whether it is this question that an answer is waited for to.
    pub fn is_answered_by(&self, number: u32) -> bool {
        self.pending == Some(number)
    }

    /// Whether it is being asked.
    pub fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Whether what is shown could not be refreshed.
    pub fn is_stale(&self) -> bool {
        self.answer.is_some() && self.failure.is_some()
    }

    /// Forgets what was said, as when somebody else may sign in next.
    pub fn forget(&mut self) {
        *self = Self { asked: self.asked, ..Self::default() };
    }
}

#[cfg(test)]
mod tests {
    use gatepass_core::wire::ProblemKind;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::failure;

    #[test]
    fn only_the_answer_to_the_last_question_counts() {
        let mut asked = Asked::default();
        let (first, second) = (asked.ask(), asked.ask());
        asked.answered(first, Ok(1)).unwrap();
        assert_eq!((asked.answer, asked.is_pending()), (None, true));
        asked.answered(second, Ok(2)).unwrap();
        assert_eq!((asked.answer, asked.is_pending()), (Some(2), false));
    }

    #[test]
    fn what_was_said_stays_when_it_cannot_be_refreshed() {
        let mut asked = Asked::default();
        let number = asked.ask();
        asked.answered(number, Ok(1)).unwrap();
        let number = asked.ask();
        asked.answered(number, Err(Failure::Unreachable)).unwrap();
        assert!(asked.is_stale() && asked.answer == Some(1));
        let number = asked.ask();
        asked.answered(number, Ok(3)).unwrap();
        assert!(!asked.is_stale());
    }

    #[test]
    fn the_end_of_the_session_is_handed_on() {
        let mut asked = Asked::<u8>::default();
        let number = asked.ask();
        let ended = failure(ProblemKind::Unauthenticated);
        assert_eq!(asked.answered(number, Err(ended.clone())), Err(ended));
    }
}
