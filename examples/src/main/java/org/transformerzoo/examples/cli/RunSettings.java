package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The ways to give the settings of a run: a file, options, assignments, each over those before. */
final class RunSettings {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file of settings; options override it.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting; overrides the options.")
  private List<String> assignments = List.of();

  /** All that is given, to be checked as a whole. */
  FineTuningConfiguration.Builder builder(SettingOptions options, CommandSpec command) {
    FineTuningConfiguration.Builder builder = FineTuningConfiguration.builder();
    if (config != null) {
      builder.setAll(config);
    }
    Map<String, String> given = options.given(command);
    given.forEach(builder::set);
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new InvalidSettingException("--set is \"" + assignment + "\", expected KEY=VALUE");
      }
      builder.set(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
    return builder;
  }

  /** The model as a folder, wherever it was named: option, --set or file of settings. */
  static FineTuningConfiguration withFolder(FineTuningConfiguration configuration) {
    Optional<Path> named = configuration.find(ModelSettings.MODEL);
    Optional<Path> folder = named.map(model -> Models.folder(model.toString()));
    return folder.equals(named)
        ? configuration
        : configuration.toBuilder().set(ModelSettings.MODEL, folder.orElseThrow()).buildPartial();
  }
}
