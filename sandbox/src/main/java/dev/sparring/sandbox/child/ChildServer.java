package dev.sparring.sandbox.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;

/** The child's end of the pipe, for children in Java: says it is ready, then answers requests. */
public final class ChildServer {
  /** First frame of a child: the version of the protocol. */
  static final byte[] HELLO = {'s', 'p', 'a', 'r', 1};

  private ChildServer() {}

  /** Answers until the pipe is closed. */
  public static void serve(
      InputStream requests, OutputStream replies, Function<RunRequest, RunReply> guest)
      throws IOException {
    DataInputStream in = new DataInputStream(requests);
    DataOutputStream out = new DataOutputStream(replies);
    out.writeInt(HELLO.length);
    out.write(HELLO);
    out.flush();
    while (true) {
      try {
        in.readInt();
      } catch (EOFException closed) {
        return;
      }
      guest.apply(RunRequest.decode(in)).write(out);
    }
  }
}
