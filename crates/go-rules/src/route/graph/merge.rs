//! Steps that ask the same and lead to the same are one: what go remembers may differ without ever mattering again.

use std::collections::HashMap;

use bstr::BString;

use super::{Next, Step};
use crate::route::request::{Purpose, Via, Why};

/// What a step asks, and where it leads.
type Shape = (Purpose, Via, Option<BString>, Why, [Option<Next>; 4]);

/// The same graph with as few steps as it takes, the first one first, and numbered as they are come upon.
pub(super) fn alike(steps: &[Step]) -> Vec<Step> {
    let Some(order) = deepest_first(steps) else { return steps.to_vec() };
    // Of each step, the one that stands for it.
    let mut stands: Vec<usize> = vec![0; steps.len() + 1];
    let mut shapes: HashMap<Shape, usize> = HashMap::new();
    for id in order {
        let step = &steps[id - 1];
        let through = |next: Next| match next {
            Next::Step(id) => Next::Step(stands[id]),
            end => end,
        };
        let ways = [Some(step.found), Some(step.absent), Some(step.failed), step.empty];
        let ways = ways.map(|next| next.map(through));
        let url = step.request.url.as_ref().map(|url| url.string());
        let shape = (step.request.purpose, step.request.via, url, step.request.why, ways);
        stands[id] = *shapes.entry(shape).or_insert(id);
    }
    renumber(steps, &stands)
}

/// Every step after all those that it leads to; no step leads back to one before it.
fn deepest_first(steps: &[Step]) -> Option<Vec<usize>> {
    let mut order = Vec::with_capacity(steps.len());
    let mut seen = vec![false; steps.len() + 1];
    let mut open = vec![(1, false)];
    while let Some((id, done)) = open.pop() {
        if done {
            order.push(id);
            continue;
        }
        if std::mem::replace(seen.get_mut(id)?, true) {
            continue;
        }
        open.push((id, true));
        open.extend(ways(&steps[id - 1]).filter(|next| !seen[*next]).map(|next| (next, false)));
    }
    Some(order)
}

fn ways(step: &Step) -> impl Iterator<Item = usize> {
    [Some(step.found), Some(step.absent), Some(step.failed), step.empty].into_iter().flatten().filter_map(
        |next| match next {
            Next::Step(id) => Some(id),
            Next::Done | Next::Fail => None,
        },
    )
}

/// The steps that stand for others, in the order in which they are come upon.
fn renumber(steps: &[Step], stands: &[usize]) -> Vec<Step> {
    let mut numbers: HashMap<usize, usize> = HashMap::from([(1, 1)]);
    let mut kept = vec![1];
    let mut at = 0;
    while let Some(&id) = kept.get(at) {
        at += 1;
        for next in ways(&steps[id - 1]).map(|next| stands[next]) {
            let number = numbers.len() + 1;
            if *numbers.entry(next).or_insert(number) == number {
                kept.push(next);
            }
        }
    }
    let through = |next: Next| match next {
        Next::Step(id) => numbers.get(&stands[id]).map_or(Next::Fail, |number| Next::Step(*number)),
        end => end,
    };
    let anew = |(at, id): (usize, &usize)| {
        let step = &steps[*id - 1];
        Step {
            id: at + 1,
            request: step.request.clone(),
            found: through(step.found),
            absent: through(step.absent),
            failed: through(step.failed),
            empty: step.empty.map(through),
        }
    };
    kept.iter().enumerate().map(anew).collect()
}
