package dev.sparring.policy.rollout;

import dev.sparring.policy.rollout.VllmBackend.Published;

/** Has a server serve weights that were written into the directory of {@link AdapterDirectory}. */
interface WeightLoader {
  /**
   * Has a server serve weights, and waits until it says that it does.
   *
   * @return the name by which requests ask for them
   */
  String load(ServerState server, Published weights) throws ServerFault;

  /** Has a server forget what this run, in whatever process, has had it load. */
  void removeOwn(ServerState server) throws ServerFault;
}
