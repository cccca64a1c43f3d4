package org.transformerzoo.benchmarks.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import org.transformerzoo.benchmarks.measurement.SplitTimes;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.tuning.search.Search;
import org.transformerzoo.tuning.search.SearchOutcome;
import org.transformerzoo.tuning.search.SearchPlan;
import org.transformerzoo.zoo.model.Folders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code search-split}: how many candidates of a search share the cores best. */
@Command(
    name = "search-split",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the same candidates of a search one after the other, with all cores each, and several",
      "at a time, with a part of the cores each. The first search, which warms up, does not count."
    })
final class SearchSplitCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "YAML of tzoo search.")
  private Path config;

  @Option(
      names = "--candidates",
      defaultValue = "8",
      description = "Candidates of each search (${DEFAULT-VALUE}).")
  private int candidates;

  @Option(
      names = "--parallel",
      split = ",",
      defaultValue = "1,2",
      description = "Candidates at a time (${DEFAULT-VALUE}).")
  private List<Integer> parallel;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often each split is timed (${DEFAULT-VALUE}).")
  private int rounds;

  @Spec private CommandSpec command;

  private final PrintStream results;

  SearchSplitCommand(PrintStream results) {
    this.results = results;
  }

  @Override
  public Integer call() throws IOException {
    ((Logger) LoggerFactory.getLogger("org.transformerzoo")).setLevel(Level.WARN);
    List<SearchPlan> plans = parallel.stream().map(this::plan).toList();
    Path folder = Files.createTempDirectory("search-split");
    try {
      seconds(plans.get(0), folder.resolve("warm-up"));
      SplitTimes times = new SplitTimes(candidates, times(plans, folder));
      times.print(System.err);
      results.println(json(times));
      return 0;
    } finally {
      Folders.delete(folder);
    }
  }

  private SearchPlan plan(int atATime) {
    try {
      return SearchPlan.read(
          config,
          Map.of(
              "trials", String.valueOf(candidates),
              "parallel", String.valueOf(atATime),
              "keep", "none"));
    } catch (InvalidSettingException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /** In turns, so that a change in the machine's speed meets all splits alike. */
  private Map<Integer, List<Double>> times(List<SearchPlan> plans, Path folder) throws IOException {
    Map<Integer, List<Double>> seconds = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (SearchPlan plan : plans) {
        seconds
            .computeIfAbsent(plan.options().parallel(), key -> new ArrayList<>())
            .add(seconds(plan, folder.resolve("timed")));
      }
    }
    return seconds;
  }

  private double seconds(SearchPlan plan, Path folder) throws IOException {
    long begin = System.nanoTime();
    SearchOutcome outcome = new Search(plan, folder).run();
    double seconds = (System.nanoTime() - begin) * 1e-9;
    if (outcome.best().isEmpty() || outcome.leaderboard().size() < candidates) {
      throw new ParameterException(
          command.commandLine(),
          "%d of %d candidates came to their end with %s"
              .formatted(outcome.leaderboard().size(), candidates, config));
    }
    Folders.delete(folder);
    return seconds;
  }

  private static String json(SplitTimes times) {
    try {
      return JSON.writeValueAsString(times.numbers());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The numbers cannot be written as JSON", e);
    }
  }
}
