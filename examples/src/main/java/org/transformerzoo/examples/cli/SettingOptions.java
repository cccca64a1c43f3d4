package org.transformerzoo.examples.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.Setting;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives a verb an option for each of some settings, so that both have the same words. */
record SettingOptions(List<Setting<?>> settings) {

  /** Adds the options to {@code command}. */
  void addTo(CommandSpec command) {
    for (Setting<?> setting : settings) {
      if (command.findOption(option(setting)) == null) {
        command.addOption(
            OptionSpec.builder(option(setting))
                .type(String.class)
                .arity("1")
                .paramLabel("VALUE")
                .description(describe(setting))
                .build());
      }
    }
  }

  /** The values that the command line has, by the settings' keys. */
  Map<String, String> given(CommandSpec command) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Setting<?> setting : settings) {
      String value =
          command.commandLine().getParseResult().matchedOptionValue(option(setting), null);
      if (value != null) {
        values.put(setting.key(), value);
      }
    }
    return values;
  }

  private static String option(Setting<?> setting) {
    return "--" + setting.key();
  }

  private static String describe(Setting<?> setting) {
    String text =
        Character.toUpperCase(setting.description().charAt(0)) + setting.description().substring(1);
    String escaped = text.replace("%", "%%");
    return setting
        .fallback()
        .map(value -> escaped + " (default: " + value + ").")
        .orElse(escaped + ".");
  }
}
