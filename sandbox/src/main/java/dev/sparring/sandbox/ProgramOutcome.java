package dev.sparring.sandbox;

/**
 * What came of one program on one test. A failure of the sandbox is none of these; it is a {@link
 * SandboxException}.
 */
public sealed interface ProgramOutcome {
  /** What the program printed until it ended, as far as it is kept. */
  String output();

  /** The name used in files and on the command line, for example {@code wrong output}. */
  String name();

  /** Whether the test is passed. */
  default boolean passed() {
    return this instanceof Passed;
  }

  /** The program ended by itself and printed what was expected. */
  record Passed(String output) implements ProgramOutcome {
    @Override
    public String name() {
      return "passed";
    }
  }

  /** The program ended by itself and printed something else. */
  record WrongOutput(String output) implements ProgramOutcome {
    @Override
    public String name() {
      return "wrong output";
    }
  }

  /**
   * The program ended with an error: it does not compile, raised an exception, exited with a code
   * other than 0, or crashed the interpreter.
   *
   * @param message one line; it may quote the program, so it is data that nobody should interpret
   */
  record Error(String message, String output) implements ProgramOutcome {
    @Override
    public String name() {
      return "error";
    }
  }

  /** The program did not end within its instructions (backend os: within its CPU time, twice). */
  record TooManyInstructions(String output) implements ProgramOutcome {
    @Override
    public String name() {
      return "too many instructions";
    }
  }

  /** The program ended because it was refused more memory. */
  record TooMuchMemory(String output) implements ProgramOutcome {
    @Override
    public String name() {
      return "too much memory";
    }
  }

  /** The program printed more than it may. */
  record TooMuchOutput(String output) implements ProgramOutcome {
    @Override
    public String name() {
      return "too much output";
    }
  }

  /** The program recursed deeper than the interpreter allows. */
  record TooDeep(String output) implements ProgramOutcome {
    @Override
    public String name() {
      return "too deep";
    }
  }

  /**
   * The program was not run.
   *
   * @param reason one line
   */
  record Refused(String reason) implements ProgramOutcome {
    @Override
    public String output() {
      return "";
    }

    @Override
    public String name() {
      return "refused";
    }
  }
}
