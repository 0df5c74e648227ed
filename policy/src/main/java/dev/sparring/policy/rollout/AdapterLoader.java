package dev.sparring.policy.rollout;

import dev.sparring.policy.rollout.ServerFault.Kind;
import dev.sparring.policy.rollout.VllmBackend.Published;

/** Has a server load an adapter under a fresh name, and unload this run's others. */
record AdapterLoader(AdapterDirectory directory) implements WeightLoader {
  @Override
  public String load(ServerState server, Published adapter) throws ServerFault {
    VllmServer http = server.server();
    for (String old : http.models().adapters().keySet()) {
      if (directory.owns(old) && !server.needs(old, adapter.model())) {
        http.unload(old);
      }
    }
    String name = directory.freshName(adapter.directory());
    String path = directory.seen(adapter.directory());
    http.load(name, path);
    if (!path.equals(http.models().adapters().get(name))) {
      throw new ServerFault(Kind.BROKEN, "it does not list the adapter that it was given");
    }
    return name;
  }

  @Override
  public void removeOwn(ServerState server) throws ServerFault {
    for (String name : server.server().models().adapters().keySet()) {
      if (directory.owns(name)) {
        server.server().unload(name);
      }
    }
  }
}
