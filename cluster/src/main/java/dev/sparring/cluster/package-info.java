/**
 * Workers on other hosts. Control messages travel by Akka's remoting and stay small; files
 * (weights, gradients, checkpoints, and what is too long for a message) travel over HTTP, with TLS
 * on both sides where it is configured.
 *
 * <pre>
 *   trainer                                     worker
 *   TrainerEndpoint  ◄── GET /join ──────────── JoinClient     what to load, where to connect
 *   WorkerRegistry   ── Hello ──────────────►   WorkerNode     found through the Receptionist
 *   RemoteWorker     ── Work ───────────────►   WorkerNode ──► PolicyWorker
 *   TransferServer   ◄── GET, PUT /transfer ─── TransferClient
 *   RemoteWorker     ◄── Ended ──────────────   WorkerNode
 * </pre>
 */
package dev.sparring.cluster;
