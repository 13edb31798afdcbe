//! Guards and entries of a `DashMap` that are alive while the task is suspended.

#![allow(dead_code)]

use dashmap::mapref::entry::Entry;
use dashmap::mapref::one::Ref;
use dashmap::DashMap;
use std::sync::{Arc, LazyLock};

static SESSIONS: LazyLock<DashMap<u64, String>> = LazyLock::new(DashMap::new);

pub struct Registry {
    pods: DashMap<u64, String>,
    shared: Arc<DashMap<u64, Arc<String>>>,
    statements: DashMap<String, u64>,
}

async fn report(_: &str) {}

async fn send(_: usize) {}

async fn prepare(text: &str) -> Result<u64, String> {
    Ok(text.len() as u64)
}

fn keep(_: usize) {}

fn consume(_: Ref<'_, u64, String>) {}

impl Registry {
    pub async fn binding_bad(&self, id: u64) {
        let pod = self.pods.get(&id).unwrap();
        report(&pod).await; // want map-guard-across-await "pods"
    }

    pub async fn unused_after_but_alive_bad(&self, id: u64) {
        let pod = self.pods.get(&id).unwrap();
        let length = pod.len();
        send(length).await; // want map-guard-across-await "pods"
    }

    pub async fn mutable_binding_bad(&self, id: u64) {
        let mut pod = self.pods.get_mut(&id).unwrap();
        pod.push('x');
        send(1).await; // want map-guard-across-await "pods"
    }

    pub async fn question_mark_bad(&self, id: u64) -> Option<()> {
        let pod = self.pods.get(&id)?;
        report(&pod).await; // want map-guard-across-await "pods"
        Some(())
    }

    pub async fn let_else_bad(&self, id: u64) {
        let Some(pod) = self.pods.get(&id) else {
            return;
        };
        report(&pod).await; // want map-guard-across-await "pods"
    }

    pub async fn let_else_holds_nothing_in_else_ok(&self, id: u64) {
        let Some(pod) = self.pods.get(&id) else {
            report("unknown").await;
            return;
        };
        keep(pod.len());
    }

    pub async fn if_let_bad(&self, id: u64) {
        if let Some(pod) = self.pods.get(&id) {
            report(&pod).await; // want map-guard-across-await "pods"
        }
    }

    pub async fn if_let_else_holds_nothing_ok(&self, id: u64) {
        if let Some(pod) = self.pods.get(&id) {
            keep(pod.len());
        } else {
            report("unknown").await;
        }
    }

    pub async fn after_if_let_ok(&self, id: u64) {
        if let Some(pod) = self.pods.get(&id) {
            keep(pod.len());
        }
        send(1).await;
    }

    pub async fn match_some_arm_bad(&self, id: u64) {
        match self.pods.get(&id) {
            Some(pod) => {
                report(pod.value()).await; // want map-guard-across-await "pods"
            }
            None => {}
        }
    }

    pub async fn match_none_arm_ok(&self, id: u64) {
        match self.pods.get(&id) {
            Some(pod) => keep(pod.len()),
            None => report("unknown").await,
        }
    }

    pub async fn match_on_mapped_ok(&self, id: u64) {
        match self.pods.get(&id).map(|r| r.value().clone()) {
            Some(pod) => report(&pod).await,
            None => {}
        }
    }

    pub async fn match_on_unwrapped_clone_bad(&self, id: u64) {
        match self.pods.get(&id).unwrap().value().clone() {
            pod if pod.is_empty() => {}
            pod => {
                report(&pod).await; // want map-guard-across-await "pods"
            }
        }
    }

    pub async fn vacant_arm_bad(&self, name: &str) -> Result<(), String> {
        match self.statements.entry(name.to_owned()) {
            Entry::Occupied(_) => {}
            Entry::Vacant(slot) => {
                let id = prepare(name).await?; // want map-guard-across-await "statements"
                slot.insert(id);
            }
        }
        Ok(())
    }

    pub async fn occupied_arm_bad(&self, name: &str) {
        match self.statements.entry(name.to_owned()) {
            Entry::Occupied(statement) => {
                send(*statement.get() as usize).await; // want map-guard-across-await "statements"
            }
            Entry::Vacant(_) => {}
        }
    }

    pub async fn entry_bound_bad(&self, name: &str) -> Result<(), String> {
        let entry = self.statements.entry(name.to_owned());
        let id = prepare(name).await?; // want map-guard-across-await "statements"
        entry.or_insert(id);
        Ok(())
    }

    pub async fn prepared_before_the_entry_ok(&self, name: &str) -> Result<(), String> {
        let known = self.statements.get(name).map(|id| *id);
        let id = match known {
            Some(id) => id,
            None => prepare(name).await?,
        };
        self.statements.entry(name.to_owned()).or_insert(id);
        Ok(())
    }

    pub async fn argument_evaluated_under_the_entry_bad(&self, name: &str) -> Result<(), String> {
        self.statements.entry(name.to_owned()).or_insert(prepare(name).await?); // want map-guard-across-await "statements"
        Ok(())
    }

    pub async fn argument_temporary_bad(&self, id: u64) {
        report(self.pods.get(&id).unwrap().value()).await; // want map-guard-across-await "pods"
    }

    pub async fn copied_argument_temporary_bad(&self, id: u64) {
        send(self.pods.get(&id).unwrap().len()).await; // want map-guard-across-await "pods"
    }

    pub async fn mapped_argument_ok(&self, id: u64) {
        send(self.pods.get(&id).map_or(0, |pod| pod.len())).await;
    }

    pub async fn measured_before_ok(&self, id: u64) {
        let length = self.pods.get(&id).unwrap().len();
        send(length).await;
    }

    pub async fn reference_extends_the_temporary_bad(&self, id: u64) {
        let pod = &*self.pods.get(&id).unwrap();
        report(pod).await; // want map-guard-across-await "pods"
    }

    pub async fn cloned_ok(&self, id: u64) {
        let pod = self.pods.get(&id).map(|r| r.value().clone());
        report(&pod.unwrap_or_default()).await;
    }

    pub async fn cloned_arc_ok(&self, id: u64) {
        let pod = Arc::clone(&self.shared.get(&id).unwrap());
        report(&pod).await;
    }

    pub async fn shared_map_bad(&self, id: u64) {
        let pod = self.shared.get(&id).unwrap();
        report(&pod).await; // want map-guard-across-await "shared"
    }

    pub async fn static_map_bad(id: u64) {
        let session = SESSIONS.get(&id).unwrap();
        report(&session).await; // want map-guard-across-await "SESSIONS"
    }

    pub async fn dropped_ok(&self, id: u64) {
        let pod = self.pods.get(&id).unwrap();
        let length = pod.len();
        drop(pod);
        send(length).await;
    }

    pub async fn dropped_on_one_path_only_bad(&self, id: u64, early: bool) {
        let pod = self.pods.get(&id).unwrap();
        if early {
            drop(pod);
        } else {
            report(&pod).await; // want map-guard-across-await "pods"
        }
    }

    pub async fn pattern_binding_dropped_ok(&self, id: u64) {
        if let Some(pod) = self.pods.get(&id) {
            let length = pod.len();
            drop(pod);
            send(length).await;
        }
    }

    pub async fn moved_into_a_call_ok(&self, id: u64) {
        let pod = self.pods.get(&id).unwrap();
        consume(pod);
        send(1).await;
    }

    pub async fn inner_block_ok(&self, id: u64) {
        let length = {
            let pod = self.pods.get(&id).unwrap();
            pod.len()
        };
        send(length).await;
    }

    pub async fn plain_condition_ok(&self, id: u64) {
        if self.pods.get(&id).is_some() {
            send(1).await;
        }
    }

    pub async fn for_over_iter_bad(&self) {
        for pod in self.pods.iter() {
            report(pod.value()).await; // want map-guard-across-await "pods"
        }
    }

    pub async fn for_over_collected_ok(&self) {
        let pods: Vec<String> = self.pods.iter().map(|pod| pod.value().clone()).collect();
        for pod in pods {
            report(&pod).await;
        }
    }

    pub async fn while_let_bad(&self, start: u64) {
        let mut at = start;
        while let Some(pod) = self.pods.get(&at) {
            at += pod.len() as u64;
            send(1).await; // want map-guard-across-await "pods"
        }
    }

    pub async fn before_the_guard_ok(&self, id: u64) {
        send(1).await;
        let pod = self.pods.get(&id).unwrap();
        keep(pod.len());
    }

    pub async fn removed_value_is_owned_ok(&self, id: u64) {
        if let Some((_, pod)) = self.pods.remove(&id) {
            report(&pod).await;
        }
    }

    pub async fn await_in_the_loop_before_the_guard_ok(&self, ids: &[u64]) {
        for id in ids {
            send(1).await;
            let pod = self.pods.get(id).unwrap();
            keep(pod.len());
        }
    }

    fn pod(&self, id: u64) -> Option<Ref<'_, u64, String>> {
        self.pods.get(&id)
    }

    pub async fn helper_returns_the_guard_bad(&self, id: u64) {
        if let Some(pod) = self.pod(id) {
            report(&pod).await; // want map-guard-across-await "pods"
        }
    }
}
