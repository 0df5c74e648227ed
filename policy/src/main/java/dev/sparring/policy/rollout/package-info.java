/**
 * Who writes completions: the program's own sampler, or inference servers. Token ids go in and come
 * out; text, templates and tokenizing stay outside. What a server says is checked before anything
 * else sees it.
 */
package dev.sparring.policy.rollout;
