/** The actor that holds a policy on one device, and what can be asked of it. */
package dev.sparring.policy.worker;
