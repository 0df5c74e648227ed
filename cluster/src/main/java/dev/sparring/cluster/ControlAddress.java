package dev.sparring.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;

/**
 * The trainer's node of the cluster, where control messages of workers arrive.
 *
 * @param system name of its actor system
 */
public record ControlAddress(String system, String host, int port) {

  /** Of an actor system that is made for one run. */
  public static ControlAddress own(String system, Listening listening) {
    return new ControlAddress(system, listening.host(), listening.bind().controlPort());
  }

  /**
   * Of an actor system that is a node of a cluster already.
   *
   * @throws ClusterException when it is none
   */
  public static ControlAddress of(ActorSystem<?> system) {
    if (!system.settings().config().getString("akka.actor.provider").equals("cluster")) {
      throw new ClusterException(
          "workers can't join a run in the actor system "
              + system.name()
              + ": its akka.actor.provider is not cluster");
    }
    Address address = Cluster.get(system).selfMember().address();
    return new ControlAddress(
        system.name(), address.getHost().orElseThrow(), address.getPort().orElseThrow());
  }
}
