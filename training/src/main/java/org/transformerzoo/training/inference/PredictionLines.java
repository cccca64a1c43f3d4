package org.transformerzoo.training.inference;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.transformerzoo.datavec.reader.FileLine;

/**
 * Predictions as a table with a row for each line of a file, in its order, between tabs: the number
 * of the line, the prediction, the scores, and what is wrong with the line; of a malformed line
 * only its number and that.
 */
public final class PredictionLines {

  private final TextPredictor predictor;

  /** The table of what {@code predictor} says. */
  public PredictionLines(TextPredictor predictor) {
    this.predictor = predictor;
  }

  /** The names of the columns. */
  public String header() {
    List<String> names = new ArrayList<>(List.of("line", "prediction"));
    names.addAll(predictor.scores());
    names.add("problem");
    return row(names);
  }

  /** A row for each of {@code lines}, which are computed together. */
  public List<String> rows(List<FileLine> lines) {
    Inputs inputs = Inputs.of(Inputs.examples(lines), Optional.empty());
    Iterator<Prediction> predictions = predictor.predict(inputs.texts(), inputs.roles()).iterator();
    List<String> rows = new ArrayList<>(lines.size());
    for (FileLine line : lines) {
      List<String> cells = new ArrayList<>(List.of(Long.toString(line.location().line())));
      if (line instanceof FileLine.Malformed malformed) {
        cells.add("");
        predictor.scores().forEach(score -> cells.add(""));
        cells.add(malformed.problem());
      } else {
        Prediction prediction = predictions.next();
        cells.add(prediction.outcome());
        prediction.scores().forEach(s -> cells.add(String.format(Locale.ROOT, "%.6f", s)));
        cells.add("");
      }
      rows.add(row(cells));
    }
    return rows;
  }

  /** Names and messages may hold what separates cells. */
  private static String row(List<String> cells) {
    return String.join("\t", cells.stream().map(cell -> cell.replaceAll("[\t\r\n]", " ")).toList());
  }
}
