/**
 * Child processes that run programs, whatever runs in them: how they are asked, how they are pooled
 * and replaced. A child that dies, answers late or answers nonsense is a {@link
 * dev.sparring.sandbox.child.ChildException}.
 */
package dev.sparring.sandbox.child;
