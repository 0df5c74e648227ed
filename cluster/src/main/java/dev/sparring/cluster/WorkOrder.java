package dev.sparring.cluster;

import dev.sparring.policy.worker.WorkItem;

/**
 * A piece of work with the files that travel with it.
 *
 * @param item whose files have names that mean nothing on the worker's host
 */
record WorkOrder(WorkItem item, WorkFiles files) {}
