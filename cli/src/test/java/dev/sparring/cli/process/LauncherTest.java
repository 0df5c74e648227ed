package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in an installation whose Maven and Java only say that they were called. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
  private static final List<String> MODULES =
      List.of(
          "core",
          "chat-template",
          "cluster",
          "policy",
          "proposer",
          "solver",
          "verifier",
          "sandbox",
          "code",
          "systems",
          "orchestrator",
          "exports",
          "dashboard",
          "cli");
  private static final String BUILT = "Maven was called";

  @TempDir private Path home;
  private final Map<String, String> environment = new TreeMap<>();

  /** What the launcher said, and how it ended. */
  private record Said(int code, String text) {}

  @BeforeEach
  void anInstallation() throws IOException {
    Files.copy(RunFiles.HOME.resolve("sparring"), home.resolve("sparring"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    for (String module : MODULES) {
      Path sources = Files.createDirectories(home.resolve(module).resolve("src/main/java"));
      Files.writeString(sources.resolve("A.java"), "class A {}");
      Files.writeString(home.resolve(module).resolve("pom.xml"), "<project/>");
    }
    script(
        "mvnw",
        "echo " + BUILT,
        "for module in */src; do mkdir -p \"${module%/src}/target/classes\"; done",
        "mkdir -p cli/target/lib && touch cli/target/lib/a.jar",
        "printf lib/a.jar > cli/target/classpath");
    Files.createDirectories(home.resolve("jdk/bin"));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    script("jdk/bin/java", "echo \"Java gets LC_ALL=${LC_ALL-} $*\"");
    script("jdk/bin/javac", "");
    environment.put("JAVA_HOME", home.resolve("jdk").toString());
    environment.put("PATH", System.getenv("PATH"));
  }

  @Test
  void theLauncherPutsEveryModuleOfTheBuildOnTheClassPathExceptTheTestKit() throws IOException {
    Matcher inBuild =
        Pattern.compile("<module>(.*?)</module>")
            .matcher(Files.readString(RunFiles.HOME.resolve("pom.xml")));
    List<String> modules =
        inBuild.results().map(found -> found.group(1)).filter(m -> !m.equals("testkit")).toList();
    Matcher line =
        Pattern.compile("(?m)^modules='(.*)'$")
            .matcher(Files.readString(RunFiles.HOME.resolve("sparring")));
    assertThat(line.find()).isTrue();
    assertThat(line.group(1).split(" ")).containsExactlyInAnyOrderElementsOf(modules);
    assertThat(MODULES).containsExactlyInAnyOrderElementsOf(modules);
  }

  private void script(String name, String... lines) throws IOException {
    Path script = home.resolve(name);
    Files.writeString(script, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Said sparring(String... before) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(List.of("bash", home.resolve("sparring").toString(), "runs", "a b"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Said(process.waitFor(), text);
  }

  /** As a user who may read all and write nothing; root may write whatever the permissions are. */
  /** Whether bash runs this way: another user may not reach the folders of the PATH. */
  private boolean works(String... before) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(List.of("bash", "-c", "find --version && cksum --version"));
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      return builder.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Said asAnotherUser() throws IOException, InterruptedException {
    boolean root = System.getProperty("user.name").equals("root");
    Path setpriv = Path.of("/usr/bin/setpriv");
    String[] another = {setpriv.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"};
    assumeThat(!root || (Files.isExecutable(setpriv) && works(another)))
        .as("another user can run bash here")
        .isTrue();
    try (var files = Files.walk(home)) {
      for (Path file : files.toList()) {
        boolean runs = Files.isDirectory(file) || Files.isExecutable(file);
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(runs ? "r-xr-xr-x" : "r--r--r--"));
      }
    }
    try {
      return root ? sparring(another) : sparring();
    } finally {
      try (var files = Files.walk(home)) { // parents come first, so that all can be deleted
        files.forEach(file -> file.toFile().setWritable(true));
      }
    }
  }

  private void touch(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.writeString(file, text);
    FileTime built = Files.getLastModifiedTime(home.resolve("cli/target/built-from"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(built.toMillis() + 60_000));
  }

  @Test
  void theFirstUseBuildsAndTheNextDoesNot() throws Exception {
    Said first = sparring();
    assertThat(first.text()).contains("Building Sparring (first use", BUILT, "Java gets");
    assertThat(first.code()).isZero();
    Said second = sparring();
    assertThat(second.text()).startsWith("Java gets").hasLineCount(1).endsWith(".Main runs a b");
  }

  @Test
  void sourcesThatAreNewerAndTheSameAreNotBuiltAgain() throws Exception {
    sparring();
    touch("policy/src/main/java/A.java", "class A {}");
    assertThat(sparring().text()).startsWith("Java gets").hasLineCount(1);
  }

  @Test
  void sourcesThatHaveChangedAreBuiltAgain() throws Exception {
    sparring();
    touch("policy/src/main/java/A.java", "class A { int b; }");
    assertThat(sparring().text()).contains("(sources have changed)", BUILT, "Java gets");
    assertThat(sparring().text()).doesNotContain(BUILT);
  }

  @Test
  void anInstallationThatWasMovedRunsWhereItIs() throws Exception {
    sparring();
    Path moved = home.resolve("moved");
    Files.createDirectory(moved);
    for (String name : List.of("sparring", "pom.xml", "mvnw")) {
      Files.move(home.resolve(name), moved.resolve(name));
    }
    for (String module : MODULES) {
      Files.move(home.resolve(module), moved.resolve(module));
    }
    home = moved;
    assertThat(sparring().text())
        .doesNotContain(BUILT)
        .contains("-Dsparring.home=" + moved.toRealPath())
        .contains(moved.toRealPath() + "/cli/target/lib/a.jar");
  }

  @Test
  void classesOfTheUserComeAfterThoseOfTheInstallation() throws Exception {
    environment.put("SPARRING_CLASSPATH", "mine:more.jar");
    assertThat(sparring().text())
        .contains("/cli/target/lib/a.jar:mine:more.jar dev.sparring.cli.Main");
  }

  @Test
  void anotherUserRunsWhatIsBuiltWithoutWritingAnything() throws Exception {
    sparring();
    touch("policy/src/main/java/A.java", "class A {}");
    Said said = asAnotherUser();
    assertThat(said.text()).startsWith("Java gets").hasLineCount(1);
    assertThat(said.code()).isZero();
  }

  @Test
  void anotherUserIsToldOfChangedSourcesAndRunsWhatIsBuilt() throws Exception {
    sparring();
    touch("policy/src/main/java/A.java", "class A { int b; }");
    Said said = asAnotherUser();
    assertThat(said.text())
        .doesNotContain(BUILT)
        .contains("can't be written; what was built runs", "Java gets");
    assertThat(said.code()).isZero();
  }

  @Test
  void anotherUserIsToldWhoBuildsWhatIsNotBuilt() throws Exception {
    Said said = asAnotherUser();
    assertThat(said.text()).hasLineCount(1).startsWith("sparring: it is not built, and ");
    assertThat(said.code()).isEqualTo(2);
  }

  /** The locales of this machine; empty where it has no command that lists them. */
  private static String locales() {
    try {
      Process known = new ProcessBuilder("locale", "-a").start();
      return new String(known.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void javaReadsUtf8WhereNoLocaleIsSet() throws Exception {
    String names = locales();
    assumeThat(names).containsPattern("(?m)^(C|en_US)\\.(UTF-8|utf8)$");
    for (Map<String, String> none :
        List.of(Map.<String, String>of(), Map.of("LANG", "C"), Map.of("LC_ALL", "POSIX"))) {
      environment.keySet().removeAll(List.of("LANG", "LC_ALL"));
      environment.putAll(none);
      assertThat(sparring().text())
          .containsPattern("(?m)^Java gets LC_ALL=(C|en_US)\\.(UTF-8|utf8) ")
          .contains("-Dfile.encoding=UTF-8");
    }
  }

  @Test
  void aLocaleThatIsSetIsLeftAlone() throws Exception {
    environment.put("LANG", "C.UTF-8");
    assertThat(sparring().text()).containsPattern("(?m)^Java gets LC_ALL= ");
  }

  @Test
  void outputThatIsNoTerminalIsSaidToBeNone() throws Exception {
    assertThat(sparring().text()).contains("-Dsparring.terminal= ");
  }
}
