//! The graph of requests: every step that go may come to, and where each answer leads.

mod merge;

use std::collections::{HashMap, VecDeque};

use super::memory::Memory;
use super::request::{Purpose, Request};
use super::setup::Route;
use super::walk::{Answer, Body, Walked};

/// More steps than any list that a person wrote leads to.
const MOST_STEPS: usize = 20_000;
/// More than these, and the graph of a query is made without what is asked to know of retractions.
const MANY_STEPS: usize = 1500;

/// Where an answer leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Next {
    /// To the step with this number.
    Step(usize),
    Done,
    Fail,
}

/// A request, and where its answers lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// From 1.
    pub id: usize,
    pub request: Request,
    pub found: Next,
    pub absent: Next,
    pub failed: Next,
    /// Of a list: where it leads when no version in it will do.
    pub empty: Option<Next>,
}

/// All of it; the first step is where it begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    pub steps: Vec<Step>,
    /// What go says before it asks anybody; it may hold secrets.
    pub error: Option<String>,
}

/// The list leads to more steps than can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

impl std::fmt::Display for TooMany {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GOPROXY leads to more than {MOST_STEPS} steps")
    }
}

impl std::error::Error for TooMany {}

/// A moment: what is asked, and all that is known then.
type Moment = (Purpose, Option<bstr::BString>, Memory);

struct Builder<'r, 'a> {
    route: &'r Route<'a>,
    brief: bool,
    known: HashMap<Moment, usize>,
    /// The answers that lead to each step that is still to be followed.
    open: VecDeque<(usize, Vec<Answer>)>,
    steps: Vec<Step>,
}

impl Route<'_> {
    /// Every step that go may come to.
    ///
    /// # Errors
    /// There are too many.
    pub fn graph(&self) -> Result<Graph, TooMany> {
        let (first, _) = self.walk_to(&[], false);
        if let Walked::Failed(error) = first {
            return Ok(Graph { steps: Vec::new(), error });
        }
        let whole = match self.steps(false, MANY_STEPS) {
            Err(TooMany) => self.steps(true, MOST_STEPS)?,
            Ok(steps) => steps,
        };
        Ok(Graph { steps: merge::alike(&whole), error: None })
    }

    fn steps(&self, brief: bool, most: usize) -> Result<Vec<Step>, TooMany> {
        let (known, open, steps) = (HashMap::new(), VecDeque::new(), Vec::new());
        let mut builder = Builder { route: self, brief, known, open, steps };
        builder.reach(Vec::new());
        while let Some((id, answers)) = builder.open.pop_front() {
            if builder.steps.len() > most {
                return Err(TooMany);
            }
            builder.follow(id, &answers);
        }
        Ok(builder.steps)
    }
}

impl Builder<'_, '_> {
    /// Where these answers lead; a step that is new is to be followed.
    fn reach(&mut self, answers: Vec<Answer>) -> Next {
        let (walked, memory) = self.route.walk_to(&answers, self.brief);
        let request = match walked {
            Walked::Done => return Next::Done,
            Walked::Failed(_) => return Next::Fail,
            Walked::Asks(request) => *request,
        };
        let moment = (request.purpose, request.url.as_ref().map(|url| url.string()), memory);
        if let Some(id) = self.known.get(&moment) {
            return Next::Step(*id);
        }
        let id = self.steps.len() + 1;
        self.known.insert(moment, id);
        self.open.push_back((id, answers));
        let step =
            Step { id, request, found: Next::Fail, absent: Next::Fail, failed: Next::Fail, empty: None };
        self.steps.push(step);
        Next::Step(id)
    }

    fn follow(&mut self, id: usize, answers: &[Answer]) {
        let mut after = |answer| self.reach([answers, &[answer]].concat());
        let found = after(Answer::Found(Body::Unknown));
        let absent = after(Answer::Absent);
        let failed = after(Answer::Failed);
        let empty = after(Answer::Found(Body::NoVersions));
        let step = &mut self.steps[id - 1];
        (step.found, step.absent, step.failed) = (found, absent, failed);
        step.empty = (step.request.purpose == Purpose::List).then_some(empty);
    }
}
