/**
 * How messages travel between hosts: what Jackson has to be told about types that don't know it.
 */
package dev.sparring.cluster.wire;
