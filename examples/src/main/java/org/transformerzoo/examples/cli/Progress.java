package org.transformerzoo.examples.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars on standard error. */
final class Progress {

  /** How much work there is where nobody knows. */
  static final long UNKNOWN = -1;

  private static final int WIDTH = 100;

  private Progress() {}

  /** A bar for {@code total} pieces of the work called {@code name}. */
  static ProgressBar bar(String name, long total) {
    return builder(name, total).build();
  }

  /** The same, to change. */
  static ProgressBarBuilder builder(String name, long total) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH));
  }
}
