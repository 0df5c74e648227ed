/**
 * The actors that hold the language model. {@link dev.sparring.policy.worker.WorkerPool} takes jobs
 * (generate, score, learn, save, restore) and has its {@link
 * dev.sparring.policy.worker.PolicyWorker workers} do them, one on each device. {@link
 * dev.sparring.policy.worker.GenerationActor} is the actor of a role that writes with the model.
 * Messages hold no tensors.
 */
package dev.sparring.policy.worker;
