package org.transformerzoo.scaleout;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.datavec.reader.FileLine;
import org.transformerzoo.training.inference.InferenceOptions;
import org.transformerzoo.training.inference.PredictionLines;
import org.transformerzoo.training.inference.TextPredictor;

/**
 * A prediction for each line.
 *
 * @param maxLength longer texts are shortened to so many tokens
 * @param batchSize texts that are computed together
 */
record PredictionWork(int maxLength, int batchSize) implements LineWork {

  @Override
  public void check(Path folder) {
    TextPredictor.check(folder);
  }

  @Override
  public Table load(Path folder) {
    PredictionLines table =
        new PredictionLines(TextPredictor.load(folder, new InferenceOptions(maxLength, batchSize)));
    return new Table() {
      @Override
      public String header() {
        return table.header();
      }

      @Override
      public List<String> rows(List<FileLine> lines) {
        return table.rows(lines);
      }
    };
  }
}
