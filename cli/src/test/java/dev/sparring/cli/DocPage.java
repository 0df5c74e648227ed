package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation. Parts of a page that are generated stand between two comments. They
 * are compared with what the program says, or written again with {@code -Dupdate.docs=true}.
 *
 * @param file the page
 */
record DocPage(Path file) {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([^\\n]*)\\n(.*?)^```$");
  private static final Pattern KEY = Pattern.compile("(?m)^\\| `([^`]+)` ");

  /** A fenced block: what stands behind the three backticks, and its lines. */
  record Block(String info, String text) {}

  /** The page of this name under {@code docs}. */
  static DocPage of(String name) {
    return new DocPage(ROOT.resolve("docs").resolve(name));
  }

  /** README, CONTRIBUTING and all pages under {@code docs}, in order. */
  static List<DocPage> all() {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve),
              files.filter(file -> file.toString().endsWith(".md")).sorted())
          .map(DocPage::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fenced blocks, in order. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text());
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1).strip(), matcher.group(2)));
    }
    return blocks;
  }

  /**
   * What stands under a heading, up to the next heading of the same level or above.
   *
   * @param heading with its number signs
   */
  String section(String heading) {
    int level = heading.indexOf(' ');
    Matcher section =
        Pattern.compile("(?ms)^" + Pattern.quote(heading) + "$(.*?)(?=^#{1," + level + "} |\\z)")
            .matcher(text());
    assertThat(section.find()).as("%s has the heading %s", file, heading).isTrue();
    return section.group(1);
  }

  /** The keys in the first columns of the tables under a heading. */
  TreeSet<String> keys(String heading) {
    TreeSet<String> keys = new TreeSet<>();
    Matcher key = KEY.matcher(section(heading));
    while (key.find()) {
      keys.add(key.group(1));
    }
    return keys;
  }

  /** Compares the generated part of this name, or writes it. */
  void assertGenerated(String name, String expected) {
    String begin = "<!-- generated: " + name + " -->\n";
    String end = "<!-- end of " + name + " -->";
    String text = text();
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    assertThat(text.contains(begin) && to >= from).as("%s has a part %s", file, name).isTrue();
    if (Boolean.getBoolean("update.docs")) {
      try {
        Files.writeString(file, text.substring(0, from) + expected + text.substring(to));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return;
    }
    assertThat(text.substring(from, to))
        .as("%s is stale; the same test with -Dupdate.docs=true writes it again", file)
        .isEqualTo(expected);
  }
}
