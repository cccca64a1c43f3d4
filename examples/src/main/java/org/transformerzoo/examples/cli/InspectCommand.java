package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.transformerzoo.inspect.InspectPage;
import org.transformerzoo.inspect.InspectionSettings;
import org.transformerzoo.inspect.server.InspectServer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tzoo inspect}: a local web page that shows what models say about data, and why. */
@Command(
    name = "inspect",
    description = {
      "Serves a local web page on which a model's predictions for a file are searched, sliced and",
      "explained, beside those of a second model if --compare names one. Ends when interrupted.",
      "The file is read as the model's training data were, unless options say otherwise."
    })
final class InspectCommand extends Verb {

  private static final SettingOptions READING =
      new SettingOptions(
          List.of(
              DataSettings.TEXT_COLUMN,
              DataSettings.PAIR_COLUMN,
              DataSettings.ROLE_COLUMN,
              DataSettings.LABEL_COLUMN,
              DataSettings.LABEL_SEPARATOR,
              DataSettings.HEADER));

  @Mixin private ModelOption model;

  @Option(
      names = "--compare",
      paramLabel = "DIR|NAME",
      description = "A second model of the same task.")
  private String compared;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "The texts, with labels or without.")
  private Path data;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = {
        "Where the page is served (default: ${DEFAULT-VALUE}, which other machines cannot reach).",
        "Whoever reaches it sees the data; there is no password."
      })
  private String host = InspectServer.LOOPBACK;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port; 0 for any that is free (default: ${DEFAULT-VALUE}).")
  private int port;

  private CommandSpec command;

  InspectCommand(Results results) {
    super(results);
  }

  @Spec
  void command(CommandSpec spec) {
    this.command = spec;
    READING.addTo(spec);
  }

  @Override
  public Integer call() {
    List<Path> models = new ArrayList<>(List.of(model.folder()));
    if (compared != null) {
      models.add(Models.folder(compared));
    }
    FineTuningConfiguration.Builder reading = ModelOption.settings(models.get(0));
    READING.given(command).forEach(reading::set);
    InspectionSettings settings = new InspectionSettings(models, data, reading.buildPartial());
    settings.check();
    try (InspectPage page = InspectPage.open(settings, host, port)) {
      say("The page is at " + page.uri() + " until this is interrupted");
      print(Map.of("url", page.uri().toString()));
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
