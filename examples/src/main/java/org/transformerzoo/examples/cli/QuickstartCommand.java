package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.examples.quickstart.Quickstart;
import org.transformerzoo.examples.quickstart.Quickstart.Outcome;
import org.transformerzoo.training.loop.ProgressBarListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tzoo quickstart}: the whole story on the data of the project. */
@Command(
    name = "quickstart",
    description = "Makes, fine-tunes, evaluates and uses a small model, offline, on embedded data.")
final class QuickstartCommand extends Verb {

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where everything goes (default: ${DEFAULT-VALUE}).",
      defaultValue = "tzoo-quickstart")
  private Path output;

  @Option(
      names = "--seed",
      description = "Seed of weights and training (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

  QuickstartCommand(Results results) {
    super(results);
  }

  @Override
  public Integer call() {
    Outcome outcome =
        new Quickstart(output, seed).run(Verb::say, List.of(new ProgressBarListener(System.err)));
    double accuracy = outcome.result().best().metrics().get("accuracy");
    say("Accuracy on the development data: %.1f %%, with eight intents.".formatted(100 * accuracy));
    List<Map<String, String>> predictions = new ArrayList<>();
    for (int i = 0; i < outcome.messages().size(); i++) {
      String message = outcome.messages().get(i);
      String intent = outcome.predictions().get(i).label();
      say("  %-18s %s".formatted(intent, message));
      predictions.add(Map.of("text", message, "prediction", intent));
    }
    say("The model is in " + outcome.result().output());
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("output", outcome.result().output().toString());
    summary.put("accuracy", accuracy);
    summary.put("best", outcome.result().best());
    summary.put("predictions", predictions);
    print(summary);
    return 0;
  }
}
