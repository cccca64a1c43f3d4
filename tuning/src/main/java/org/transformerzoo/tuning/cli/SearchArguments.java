package org.transformerzoo.tuning.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.tuning.search.SearchFolder;
import org.transformerzoo.tuning.search.SearchOptions;
import org.transformerzoo.tuning.search.SearchPlan;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** What {@code search} is told on a command line: a mixin, and {@link #addTo}. */
public final class SearchArguments {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML of finetune in which any value may be a space; options under search.")
  private Path config;

  @Option(names = "--output", paramLabel = "DIR", description = "Folder of the search.")
  private Path output;

  @Option(names = "--resume", paramLabel = "DIR", description = "Goes on with the search there.")
  private Path resume;

  private CommandSpec command;

  /** Adds an option for each of {@link SearchOptions}. */
  public void addTo(CommandSpec spec) {
    this.command = spec;
    for (String key : SearchOptions.keys()) {
      spec.addOption(
          OptionSpec.builder("--" + key)
              .type(String.class)
              .arity("1")
              .paramLabel("VALUE")
              .description(SearchOptions.describe(key))
              .build());
    }
  }

  /**
   * The plan.
   *
   * @throws InvalidSettingException if options are missing or wrong
   */
  public SearchPlan plan() {
    if (resume != null) {
      if (config != null || output != null) {
        throw new InvalidSettingException(
            "--resume is set together with --config or --output, expected it alone");
      }
      return new SearchFolder(resume).plan(given());
    }
    if (config == null || output == null) {
      throw new InvalidSettingException(
          "Missing required options: --config=FILE and --output=DIR, or --resume=DIR");
    }
    return SearchPlan.read(config, given());
  }

  /** The folder of the search. */
  public Path folder() {
    return resume == null ? output : resume;
  }

  /** The options that are given, by key. */
  public Map<String, String> given() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : SearchOptions.keys()) {
      String value = command.commandLine().getParseResult().matchedOptionValue("--" + key, null);
      if (value != null) {
        values.put(key, value);
      }
    }
    return values;
  }
}
