//! The threads of a race as a code flow.

use super::place::Places;
use super::words::{message, sentence};
use crate::diagnostic::{Diagnostic, Label, Thread};
use crate::source::Location;
use serde_json::json;
use serde_sarif::sarif;
use std::collections::BTreeMap;

/// One flow for each thread, from its root over the calls to the access; `None` where there is no step to
/// show. The notes, which say why the threads can meet, are its message.
///
/// The accesses have the same place in the order of execution: they are what happens at once. The steps
/// before count back from there.
pub(super) fn code_flow(diagnostic: &Diagnostic, places: &Places) -> Option<sarif::CodeFlow> {
    let steps: Vec<Vec<Label>> = diagnostic.threads.iter().map(|thread| steps(thread, diagnostic)).collect();
    let longest = steps.iter().map(Vec::len).max()?;
    let shown = diagnostic.threads.iter().zip(&steps).zip(1..).filter(|((_, steps), _)| !steps.is_empty());
    let flows: Vec<sarif::ThreadFlow> = shown.map(|((thread, steps), id)| thread_flow(thread, steps, id, longest, places)).collect();
    if flows.is_empty() {
        return None;
    }
    let mut flow = sarif::CodeFlow::builder().thread_flows(flows).build();
    let notes: Vec<String> = diagnostic.notes.iter().map(|note| sentence(note)).collect();
    flow.message = (!notes.is_empty()).then(|| message(&notes.join(" ")));
    Some(flow)
}

/// The way of a thread, the access at its end.
fn steps(thread: &Thread, diagnostic: &Diagnostic) -> Vec<Label> {
    let access = thread.access.map(|location| Label { location, message: access_words(location, diagnostic) });
    thread.path.iter().cloned().chain(access).collect()
}

/// What the finding says of the access.
fn access_words(access: Location, diagnostic: &Diagnostic) -> String {
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.related);
    let mut told = labels.filter(|label| label.location == access && !label.message.is_empty());
    told.next().map_or_else(|| "the access".to_owned(), |label| label.message.clone())
}

fn thread_flow(thread: &Thread, steps: &[Label], id: usize, longest: usize, places: &Places) -> sarif::ThreadFlow {
    let first = longest - steps.len() + 1;
    let mut locations: Vec<sarif::ThreadFlowLocation> =
        steps.iter().zip(first..).map(|(step, order)| flow_location(step, order, places)).collect();
    if let (Some(_), Some(access)) = (thread.access, locations.last_mut()) {
        access.importance = Some(json!("essential"));
        access.state = Some(BTreeMap::from([("locks held".to_owned(), locks(thread))]));
    }
    sarif::ThreadFlow::builder().id(id.to_string()).message(message(&sentence(&thread.root))).locations(locations).build()
}

fn flow_location(step: &Label, order: usize, places: &Places) -> sarif::ThreadFlowLocation {
    let location =
        sarif::Location::builder().physical_location(places.physical(step.location)).message(message(&sentence(&step.message))).build();
    let mut flow_location = sarif::ThreadFlowLocation::builder().location(location).build();
    flow_location.execution_order = i64::try_from(order).ok();
    flow_location
}

fn locks(thread: &Thread) -> sarif::MultiformatMessageString {
    let text = if thread.locks.is_empty() { "none".to_owned() } else { thread.locks.join(", ") };
    sarif::MultiformatMessageString::builder().text(text).build()
}
