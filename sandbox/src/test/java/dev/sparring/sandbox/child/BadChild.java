package dev.sparring.sandbox.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** A child that does not keep to the protocol, in the way its argument says. */
final class BadChild {
  private BadChild() {}

  public static void main(String[] arguments) throws IOException {
    DataOutputStream out = new DataOutputStream(System.out);
    DataInputStream in = new DataInputStream(System.in);
    switch (arguments[0]) {
      case "dies" -> System.err.println("the child says why");
      case "other-protocol" -> {
        out.writeInt(5);
        out.write(new byte[] {'s', 'p', 'a', 'r', 9});
        out.flush();
        in.readInt();
      }
      case "says-nothing" -> in.readInt();
      default -> {
        out.writeInt(ChildServer.HELLO.length);
        out.write(ChildServer.HELLO);
        out.flush();
        in.readInt();
        answer(arguments[0], out);
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static void answer(String how, DataOutputStream out) throws IOException {
    switch (how) {
      case "sends-too-much" -> out.writeInt(1 << 30);
      case "sends-negative" -> out.writeInt(-1);
      case "sends-less" -> {
        out.writeInt(50);
        out.write(new byte[20]);
        out.flush();
        System.exit(0);
      }
      case "sends-garbage" -> {
        out.writeInt(30);
        out.write(
            "{\"outcome\": \"passed\"} OK passed"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            0,
            30);
      }
      case "never-answers" -> {}
      default -> throw new IllegalArgumentException(how);
    }
    out.flush();
  }

  static ChildLauncher launcher(String how) {
    return () ->
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:auto",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BadChild.class.getName(),
                    how))
            .start();
  }
}
