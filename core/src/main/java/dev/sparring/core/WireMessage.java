package dev.sparring.core;

/** A message between actors: plain data without tensors, which may travel to another host. */
public interface WireMessage {}
