//! Services that generated code hands to a server, which calls them from goroutines of its own.

use super::Interpreter;
use super::state::{Kind, State, Value};
use crate::analysis::go::entry;
use crate::analysis::go::names::Region;
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::facts::{Name, NodeId, Runs};

impl Interpreter<'_> {
    /// A call of a function: where it registers a service (`pb.RegisterGreeterServer(server, greeter)`), the
    /// server calls the service's methods, though not before it is started, and nobody sees that here.
    pub(super) fn serve_registered(&mut self, node: NodeId, callee: &Value, args: &[Value], state: &mut State) {
        let ([server, service], 0) = (args, self.trials) else { return };
        let (name, through) = match &callee.kind {
            Kind::Function(id) => (self.names().symbols.function(self.names().program, *id).1.name, String::new()),
            Kind::Library(path) => {
                (Name::from(path.rsplit('.').next().unwrap_or(path)), path.rsplit('/').next().unwrap_or(path).to_owned())
            }
            _ => return,
        };
        let taken_as = |position: usize| self.declared_param(callee, position);
        let registers = |server: &Ty| entry::registers(self.names(), &name, server);
        if !registers(&server.ty) && !taken_as(0).is_some_and(|server| registers(&server)) {
            return;
        }
        let methods = self.methods_served(service, taken_as(1).as_ref());
        let through = if through.is_empty() { name.to_string() } else { through };
        let alive = state.alive.clone();
        for method in methods {
            self.spawn(node, &method, &[], Runs::Many, &through, None, state);
        }
        state.alive = alive;
        self.spawns_at(node).for_each(|spawn| spawn.deferred = true);
    }

    /// The methods of a service that a server calls: those of the interface as which it is taken, else those
    /// that look like it.
    fn methods_served(&self, service: &Value, taken_as: Option<&Ty>) -> Vec<Value> {
        let names = self.names();
        let of_interface = taken_as.and_then(|interface| names.methods_declared_by(interface));
        let of_service = || match &*names.deref(&service.ty) {
            TyKind::Named(id, _) => names.methods_of(*id).iter().map(|(name, _)| *name).collect(),
            _ => Vec::new(),
        };
        let looks_like_it = |id: FunctionId| of_interface.is_some() || entry::serves_requests(names, id);
        // Who embeds what generated code has for services is told by that.
        let is_new = |id: FunctionId| entry::of_function(names, id, true).is_none();
        let methods = of_interface.clone().unwrap_or_else(of_service).into_iter().map(|name| self.select_field(service, name));
        let is_served = |method: &Value| match &method.kind {
            Kind::Method(id, _) => looks_like_it(*id) && is_new(*id),
            Kind::InterfaceMethod(..) => of_interface.is_some(),
            _ => false,
        };
        methods.filter(is_served).collect()
    }

    /// The type of a parameter of a function, of the tree or on this machine.
    fn declared_param(&self, callee: &Value, position: usize) -> Option<Ty> {
        let names = self.names();
        match &callee.kind {
            Kind::Function(id) => {
                let (file, function) = names.symbols.function(names.program, *id);
                let written = function.body.local(*function.params.get(position)?).ty?;
                Some(names.resolve(Region { file, scope: function.scope, params: &[] }, written))
            }
            Kind::Library(path) => names.imported_function(*path)?.params.get(position).copied(),
            _ => None,
        }
    }
}
