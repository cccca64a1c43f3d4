package org.transformerzoo.examples.cli;

import java.time.Duration;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import org.transformerzoo.zoo.hub.ModelId;
import org.transformerzoo.zoo.hub.ProgressListener;

/** Draws a bar for each file that is downloaded, on standard error. */
final class DownloadProgress implements ProgressListener {

  private static final long MEBIBYTE = 1L << 20;

  private ProgressBar bar;

  @Override
  public void started(String file, long present, OptionalLong length) {
    bar =
        Progress.builder(file, length.orElse(Progress.UNKNOWN))
            .startsFrom(present, Duration.ZERO)
            .setUnit(" MiB", MEBIBYTE)
            .build();
  }

  @Override
  public void advanced(String file, long present) {
    bar.stepTo(present);
  }

  @Override
  public void finished(String file) {
    bar.close();
  }

  @Override
  public void retrying(String file, String reason, Duration delay) {
    Verb.say("%s: %s; trying again in %d s".formatted(file, reason, delay.toSeconds()));
  }

  @Override
  public void waiting(ModelId model) {
    Verb.say("Waiting for another process that is downloading " + model);
  }

  @Override
  public void note(String sentence) {
    Verb.say(sentence);
  }
}
