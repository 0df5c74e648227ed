package dev.sparring.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * The signals that ask a process to end: {@code ^C}, {@code kill}, and a terminal that is closed.
 *
 * <p>Java has no supported way to see a second {@code ^C}: it runs the shutdown hooks at the first
 * and ignores the others. {@code sun.misc.Signal} of the module jdk.unsupported tells of each. It
 * is called by reflection, for the compiler warns of it, and a Java without it works without this.
 */
final class Signals {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  /** A signal that a process sends to itself may reach another thread of it. */
  private static final long RAISED_MILLIS = 1000;

  private Signals() {}

  /**
   * A signal that has come.
   *
   * @param name without SIG
   * @param exitCode that a process has which ends for it
   */
  record Received(String name, int exitCode, Object signal) {
    /** Whether it is the one with which a supervisor asks a process to end. */
    boolean terminates() {
      return name.equals("TERM");
    }

    /**
     * Ends this process at once, as the signal does to one that does not handle it. The first
     * process of a container outlives the signal, because Linux gives such a process only the
     * signals that it handles (pid_namespaces(7)), and is halted.
     */
    void obey() {
      try {
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        handle(signal, handler.getField("SIG_DFL").get(null));
        signal.getClass().getMethod("raise", signal.getClass()).invoke(null, signal);
        Thread.sleep(RAISED_MILLIS);
      } catch (ReflectiveOperationException e) {
        // a Java without jdk.unsupported
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Runtime.getRuntime().halt(exitCode);
    }
  }

  /** Calls this for each of them from now on; those that the process ignores stay ignored. */
  static void handle(Consumer<Received> action) {
    for (String name : NAMES) {
      try {
        Class<?> type = Class.forName("sun.misc.Signal");
        Object signal = type.getConstructor(String.class).newInstance(name);
        int number = (Integer) type.getMethod("getNumber").invoke(signal);
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler calls =
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(action, arguments);
              }
              action.accept(new Received(name, 128 + number, signal));
              return null;
            };
        handle(
            signal,
            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calls));
      } catch (InvocationTargetException e) {
        continue; // the system has no such signal, or Java was told to leave it alone (-Xrs)
      } catch (ReflectiveOperationException e) {
        return; // a Java without jdk.unsupported
      }
    }
  }

  private static void handle(Object signal, Object handler) throws ReflectiveOperationException {
    signal
        .getClass()
        .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal, handler);
  }
}
