/**
 * Serialisation of messages between hosts: Jackson modules for types that carry no annotations of
 * Jackson.
 */
package dev.sparring.orchestrator.wire;
