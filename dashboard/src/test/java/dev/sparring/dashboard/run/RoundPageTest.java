package dev.sparring.dashboard.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.dashboard.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundPageTest {
  private static final String P = "s000001-p00";
  @TempDir private Path folder;
  private TestRun run;

  @BeforeEach
  void write() throws IOException {
    run = TestRun.in(folder, "one");
  }

  private TestRun five() throws IOException {
    return run.rollouts(
        1,
        List.of(
            TestRun.proposal(
                P + 0,
                "\"problem\":\"1+1\",\"truth\":\"2\",\"label\":\"2\",\"votes\":2,\"attempts\":2,"
                    + "\"reward\":1.0,\"outcome\":\"scored\""),
            TestRun.proposal(
                P + 1,
                "\"problem\":\"2+2\",\"truth\":\"4\",\"label\":\"5\",\"votes\":1,\"attempts\":2,"
                    + "\"reward\":0.5,\"outcome\":\"scored\""),
            TestRun.proposal(
                P + 2, "\"problem\":\"3+3\",\"truth\":\"6\",\"votes\":1,\"outcome\":\"scored\""),
            TestRun.proposal(
                P + 3, "\"text\":\"Zebra\",\"rejection\":\"seen\",\"outcome\":\"dropped: seen\""),
            TestRun.proposal(
                P + 4,
                "\"problem\":\"4+4\",\"truth\":\"8\",\"label\":\"8\",\"outcome\":\"scored\""),
            TestRun.attempt(P + "0-a00", P + 0, "it is 2", "2", 1),
            TestRun.attempt(P + "0-a01", P + 0, "2", "2", 1),
            TestRun.attempt(P + "1-a00", P + 1, "a needle, 5", "5", 1),
            TestRun.attempt(P + "1-a01", P + 1, "4", "4", 0),
            TestRun.attempt(P + "2-a00", P + 2, "6", "6", 0),
            "{\"id\":\""
                + P
                + "4-a00\",\"role\":\"solver\",\"outcome\":\"dropped: infrastructure\"}"));
  }

  private RoundPage page(RoundQuery.Show show, String text) throws IOException {
    return RoundPage.of(run.folder(), 1, new RoundQuery(show, text, Optional.empty(), 0));
  }

  private List<String> ids(RoundQuery.Show show, String text) throws IOException {
    return page(show, text).problems().stream().map(p -> p.id().substring(P.length())).toList();
  }

  @Test
  void eachKindOfProblemIsFound() throws IOException {
    five();
    assertThat(ids(RoundQuery.Show.ALL, "")).containsExactly("0", "1", "2", "3", "4");
    assertThat(ids(RoundQuery.Show.ASKED, "")).containsExactly("0", "1", "2", "4");
    assertThat(ids(RoundQuery.Show.REFUSED, "")).containsExactly("3");
    assertThat(ids(RoundQuery.Show.RIGHT, "")).containsExactly("0", "4");
    assertThat(ids(RoundQuery.Show.WRONG, "")).containsExactly("1");
    assertThat(ids(RoundQuery.Show.UNLABELLED, "")).containsExactly("2");
    assertThat(ids(RoundQuery.Show.MIXED, "")).containsExactly("1");
    assertThat(ids(RoundQuery.Show.LOST, "")).containsExactly("4");
  }

  @Test
  void everyKindIsCountedWhateverIsShown() throws IOException {
    five();
    RoundPage page = page(RoundQuery.Show.WRONG, "nothing has this");
    assertThat(page.matched()).isZero();
    assertThat(page.answers()).isEqualTo(6);
    assertThat(page.counts())
        .containsEntry("all", 5)
        .containsEntry("asked", 4)
        .containsEntry("lost", 1);
  }

  @Test
  void aTextIsFoundInProblemsAndAnswersInAnyCase() throws IOException {
    five();
    assertThat(ids(RoundQuery.Show.ALL, "NEEDLE")).containsExactly("1");
    assertThat(ids(RoundQuery.Show.ALL, "zebra")).containsExactly("3");
    assertThat(ids(RoundQuery.Show.RIGHT, "4+4")).containsExactly("4");
    assertThat(ids(RoundQuery.Show.ALL, "infra")).containsExactly("4");
  }

  @Test
  void aProblemHasItsAnswersTheLostOnesToo() throws IOException {
    five();
    List<RoundPage.ProblemView> problems = page(RoundQuery.Show.ALL, "").problems();
    assertThat(problems.get(0).shown()).extracting(a -> a.text().text()).contains("it is 2", "2");
    assertThat(problems.get(3).answers()).isZero();
    assertThat(problems.get(4).shown()).hasSize(1);
    assertThat(problems.get(4).shown().get(0).text()).isNull();
    assertThat(problems.get(4).shown().get(0).outcome().text())
        .isEqualTo("dropped: infrastructure");
  }

  @Test
  void everyProblemIsOnExactlyOnePage() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 47; i++) {
      lines.add(TestRun.proposal("p" + i, "\"problem\":\"x\""));
    }
    run.rollouts(1, lines);
    List<String> seen = new ArrayList<>();
    for (int page = 0; page < 3; page++) {
      RoundPage read =
          RoundPage.of(
              run.folder(), 1, new RoundQuery(RoundQuery.Show.ALL, "", Optional.empty(), page));
      assertThat(read.pages()).isEqualTo(3);
      read.problems().forEach(p -> seen.add(p.id()));
    }
    assertThat(seen).hasSize(47).doesNotHaveDuplicates().startsWith("p0").endsWith("p46");
  }

  @Test
  void aPageThatIsNotThereIsTheLastOne() throws IOException {
    five();
    RoundQuery query = new RoundQuery(RoundQuery.Show.ALL, "", Optional.empty(), 900);
    assertThat(RoundPage.of(run.folder(), 1, query).page()).isZero();
  }

  @Test
  void oneProblemShowsAllItsAnswersPageByPage() throws IOException {
    List<String> lines = new ArrayList<>(List.of(TestRun.proposal("p", "\"problem\":\"x\"")));
    for (int i = 0; i < 450; i++) {
      lines.add(TestRun.attempt("p-a" + i, "p", "t" + i, "1", 1));
    }
    run.rollouts(1, lines);
    assertThat(page(RoundQuery.Show.ALL, "").problems().get(0).shown()).hasSize(RoundQuery.ANSWERS);
    List<String> seen = new ArrayList<>();
    for (int page = 0; page < 3; page++) {
      RoundPage read =
          RoundPage.of(
              run.folder(), 1, new RoundQuery(RoundQuery.Show.ALL, "", Optional.of("p"), page));
      assertThat(read.pages()).isEqualTo(3);
      read.problems().get(0).shown().forEach(a -> seen.add(a.id()));
    }
    assertThat(seen).hasSize(450).doesNotHaveDuplicates();
  }

  @Test
  void aTextOfTenMegabytesIsCutAndReadInParts() throws IOException {
    String text = "ab\ud83d\ude00".repeat((10 << 20) / 4);
    run.rollouts(
        1,
        List.of(
            TestRun.proposal("p", "\"problem\":\"x\""),
            TestRun.attempt("p-a0", "p", text, "1", 1)));
    RoundPage.AnswerView answer = page(RoundQuery.Show.ALL, "").problems().get(0).shown().get(0);
    assertThat(answer.text().length()).isEqualTo(text.length());
    assertThat(answer.text().text()).hasSizeLessThanOrEqualTo(RoundTexts.LONGEST);
    StringBuilder whole = new StringBuilder(answer.text().text());
    for (int part = 0; part < 3; part++) {
      whole.append(RoundPage.text(run.folder(), 1, answer.line(), "text", whole.length()).text());
    }
    assertThat(text).startsWith(whole.toString());
    assertThat(whole.length()).isGreaterThan(2 * RoundTexts.LONGEST_PART);
  }

  @Test
  void linesThatCanNotBeReadHideNoOthers() throws IOException {
    run.rollouts(
        1,
        List.of(
            TestRun.proposal("p", "\"problem\":\"x\""),
            "{broken",
            "[]",
            "\"text\"",
            "{\"text\":\"" + "x".repeat(RolloutFile.LONGEST_LINE) + "\"}",
            TestRun.attempt("p-a0", "p", "here", "1", 1)));
    assertThat(page(RoundQuery.Show.ALL, "here").problems()).hasSize(1);
  }

  @Test
  void halfASurrogatePairReachesThePage() throws IOException {
    run.rollouts(1, List.of(TestRun.proposal("p", "\"problem\":\"a\\ud800b\"")));
    String json = Json.MAPPER.writeValueAsString(page(RoundQuery.Show.ALL, ""));
    assertThat(json).contains("a\\uD800b");
  }

  @Test
  void aLinkToAnotherFileIsNoRound() throws IOException {
    Path outside = folder.resolve("outside.gz");
    five();
    Files.move(run.folder().rollouts(1), outside);
    Files.createSymbolicLink(run.folder().rollouts(1), outside);
    assertThat(run.folder().hasRollouts(1)).isFalse();
  }

  @Test
  void refusalsAreCountedByKind() throws IOException {
    run.rollouts(
        2,
        List.of(
            TestRun.proposal("p0", "\"rejection\":\"malformed: no plus sign\""),
            TestRun.proposal("p1", "\"rejection\":\"malformed: too long\""),
            TestRun.proposal("p2", "\"rejection\":\"seen\""),
            TestRun.proposal("p3", "\"problem\":\"1+1\""),
            TestRun.attempt("p3-a0", "p3", "2", "2", 1)));
    RefusalCounts counts = RefusalCounts.of(run.folder(), 2);
    assertThat(counts.proposals()).isEqualTo(4);
    assertThat(counts.refused())
        .containsOnly(java.util.Map.entry("malformed", 2), java.util.Map.entry("seen", 1));
  }
}
