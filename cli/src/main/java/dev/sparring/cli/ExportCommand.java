package dev.sparring.cli;

import dev.sparring.orchestrator.run.AtomicDirectory;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.checkpoint.Export;
import dev.sparring.policy.checkpoint.WeightType;
import dev.sparring.policy.hub.HubId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring export}. */
@Command(
    name = "export",
    header = "writes what a run has learned for transformers and PEFT",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what a run has learned for transformers, PEFT and what reads their directories: its"
          + " newest checkpoint without optimizer and run state.",
      "",
      "A run that trained all weights gives a Hugging Face directory. One that trained an adapter"
          + " gives a PEFT directory, or with --merge a Hugging Face directory of the base with the"
          + " adapter in its weights. One with an adapter for each role gives a directory for each,"
          + " OUT/proposer and OUT/solver.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring export NAME out/model",
      "  sparring export runs/NAME out/adapter",
      "  sparring export runs/NAME out/merged --merge --dtype bf16",
      "  sparring export runs/NAME/checkpoints/000010 out/earlier"
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description =
          "a run's name or folder, a checkpoint of one, a PEFT directory, or a model (see sparring score)")
  private String subject;

  @Parameters(index = "1", paramLabel = "OUT", description = "a directory that is not there yet")
  private Path out;

  @Option(names = "--model", paramLabel = "BASE", description = ModelOptions.BASE)
  private String base;

  @Option(
      names = "--merge",
      description =
          "adds the adapter to the base's weights, in fp32; without an adapter there is nothing to"
              + " add, and nothing changes")
  private boolean merge;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description =
          "fp32, bf16 or fp16 (default: as stored; merged, as the base is stored, which rounds what"
              + " was learned as coarsely)")
  private String dtype;

  @Override
  public Integer call() throws IOException {
    Optional<WeightType> type = Optional.ofNullable(dtype).map(WeightType::named);
    if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new RunException(out + " exists already; choose another OUT, or remove it");
    }
    PrintWriter said = spec.commandLine().getOut();
    DownloadProgress progress = new DownloadProgress(spec.commandLine().getErr());
    EvaluationTarget found =
        EvaluationTarget.of(subject, Optional.ofNullable(base), Map.of(), progress);
    List<String> lines = new ArrayList<>();
    try (AtomicDirectory made = AtomicDirectory.beside(out)) {
      for (String name : found.adapters().map(Adapter::names).orElse(List.of(""))) {
        String what = write(found, name, type, made.path().resolve(name));
        found
            .adapters()
            .ifPresent(
                folder ->
                    Adapter.notes(folder.resolve(name), found.model()).forEach(progress::note));
        lines.add("Wrote " + out.resolve(name) + ": " + what);
      }
      made.commit();
    }
    lines.forEach(said::println);
    return 0;
  }

  /** Writes one directory and says what it is. */
  private String write(EvaluationTarget found, String name, Optional<WeightType> type, Path to)
      throws IOException {
    Optional<Path> adapter = found.adapters().map(folder -> folder.resolve(name));
    if (merge || adapter.isEmpty()) {
      WeightType written = Export.model(found.model(), adapter, type, to);
      return adapter.map(from -> from + " merged into ").orElse("")
          + found.model()
          + ", "
          + written;
    }
    Optional<HubId> hub = found.hub();
    String base =
        hub.map(HubId::repository).orElse(found.model().toAbsolutePath().normalize().toString());
    WeightType written =
        Export.adapter(adapter.get(), found.model(), base, hub.map(HubId::revision), type, to);
    return adapter.get() + ", a LoRA adapter over " + base + ", " + written;
  }
}
