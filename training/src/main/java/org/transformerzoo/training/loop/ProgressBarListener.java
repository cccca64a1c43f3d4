package org.transformerzoo.training.loop;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows loss, learning rate, examples per second and the time left, and a line per evaluation. */
public final class ProgressBarListener implements TrainingListener {

  private static final int WIDTH = 140;
  private static final int INTERVAL_MILLISECONDS = 500;

  private final PrintStream out;
  private ProgressBar bar;
  private long startNanos;
  private long examples;

  /** Shows progress on {@code out}, normally standard error. */
  public ProgressBarListener(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(TrainingPlan plan, long stepsTaken) {
    startNanos = System.nanoTime();
    bar =
        new ProgressBarBuilder()
            .setTaskName("Training")
            .setInitialMax(plan.totalSteps())
            .startsFrom(stepsTaken, Duration.ZERO)
            .setUpdateIntervalMillis(INTERVAL_MILLISECONDS)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
            .build();
  }

  @Override
  public void stepped(StepReport report) {
    examples += report.examples();
    double seconds = (System.nanoTime() - startNanos) * 1e-9;
    bar.setExtraMessage(
        " loss %.4f, rate %.2e, %.1f examples/s"
            .formatted(report.loss(), report.learningRate(), (double) examples / seconds));
    bar.stepTo(report.step());
  }

  @Override
  public void evaluated(StepMetrics metrics, boolean best) {
    out.printf(
        "%nStep %d: %s%s%n", metrics.step(), words(metrics.metrics()), best ? " (best)" : "");
  }

  private static String words(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .map(metric -> "%s %.4f".formatted(metric.getKey(), metric.getValue()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void closed() {
    if (bar != null) {
      bar.close();
    }
  }
}
