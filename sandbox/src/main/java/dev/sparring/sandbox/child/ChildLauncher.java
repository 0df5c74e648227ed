package dev.sparring.sandbox.child;

import java.io.IOException;

/** Starts children of one kind. */
@FunctionalInterface
public interface ChildLauncher {
  /** A process that speaks the protocol on its standard input and output. */
  Process launch() throws IOException;
}
