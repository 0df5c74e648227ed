package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pages point to is there. */
class DocumentationTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s:]+)\\)");
  private static final Pattern TYPE = Pattern.compile("`((?:[A-Z][a-z0-9]+){2,})`");

  /** Types of other projects that pages name. */
  private static final Set<String> FOREIGN = Set.of("AutoTokenizer");

  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$");

  @Test
  void everyLinkLeadsToAFileAndToAHeadingOfIt() {
    for (DocPage page : DocPage.all()) {
      Matcher link = LINK.matcher(CODE.matcher(page.text()).replaceAll(""));
      while (link.find()) {
        String[] parts = link.group(1).split("#", 2);
        Path target = parts[0].isEmpty() ? page.file() : page.file().getParent().resolve(parts[0]);
        assertThat(target).as("a link of %s", page.file()).exists();
        if (parts.length == 2) {
          assertThat(headings(target)).as("%s: %s", page.file(), link.group(1)).contains(parts[1]);
        }
      }
    }
  }

  /** The names by which a page's headings can be linked, as GitHub makes them. */
  private static List<String> headings(Path page) {
    return new DocPage(page)
        .text()
        .lines()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void everyPageIsInTheIndex() {
    String index = DocPage.of("README.md").text();
    assertThat(DocPage.all())
        .filteredOn(page -> page.file().getParent().endsWith("docs"))
        .filteredOn(page -> !page.file().endsWith("README.md"))
        .hasSizeGreaterThan(10)
        .allSatisfy(page -> assertThat(index).contains("(" + page.file().getFileName() + ")"));
  }

  @Test
  void everyTypeThatAPageNamesExists() throws IOException {
    Set<String> known = types();
    for (DocPage page : DocPage.all()) {
      if (page.file().toString().contains("experiments")
          || page.file().toString().contains("adr")) {
        continue; // they tell of a time
      }
      Matcher type = TYPE.matcher(page.text());
      while (type.find()) {
        String name = type.group(1);
        assertThat(known.contains(name) || FOREIGN.contains(name) || inJava(name))
            .as("%s names the type %s, and there is one", page.file(), name)
            .isTrue();
      }
    }
  }

  private static boolean inJava(String name) {
    try {
      Class.forName("java.lang." + name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The names of all types of all modules, tests among them. */
  private static Set<String> types() throws IOException {
    Pattern declared = Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z]\\w*)");
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      Set<String> types = new TreeSet<>();
      for (Path module : modules.filter(m -> Files.isDirectory(m.resolve("src"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src"))) {
          types.addAll(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .map(DocPage::new)
                  .flatMap(file -> declared.matcher(file.text()).results())
                  .map(result -> result.group(1))
                  .collect(Collectors.toSet()));
        }
      }
      return types;
    }
  }
}
