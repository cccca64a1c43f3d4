package org.transformerzoo.inspect;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.transformerzoo.inspect.server.Json;
import org.transformerzoo.inspect.server.RouteGroup;
import org.transformerzoo.training.analysis.Calibration;
import org.transformerzoo.training.analysis.ConfusionMatrix;
import org.transformerzoo.training.analysis.ModelComparison;
import org.transformerzoo.training.analysis.Observation;
import org.transformerzoo.training.analysis.Slice;
import org.transformerzoo.training.analysis.SliceReport;

/** How good the models are on parts of the data set. */
final class AnalysisRoutes implements RouteGroup {

  /**
   * Which slices.
   *
   * @param by {@code all}, {@code label}, {@code predicted}, {@code length}, {@code column}, {@code
   *     contains} or {@code rows}
   * @param value the column, or what texts contain; empty where neither is asked about
   * @param rows the places of the examples that are asked about, if any are
   */
  private record Question(String by, String value, List<Integer> rows) {

    String asked() {
      return Objects.requireNonNullElse(by, "");
    }

    String part() {
      return Objects.requireNonNullElse(value, "");
    }

    List<Integer> places() {
      return Objects.requireNonNullElse(rows, List.of());
    }
  }

  /** A slice as each model does on it. */
  private record SliceView(String name, List<Integer> rows, List<ReportView> models) {}

  private record ReportView(
      long examples,
      long labelled,
      Map<String, Double> metrics,
      ConfusionMatrix confusion,
      Calibration calibration) {}

  private static final int MOST_SLICES = 100;
  private static final int RANGES = 5;

  private final Inspection inspection;

  AnalysisRoutes(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.post("/api/slices", this::slices);
    routes.get("/api/comparison", this::comparison);
  }

  private void slices(Context request) {
    Question question = Json.read(request, Question.class);
    ObservedData observed = inspection.observed();
    List<List<Observation>> all =
        IntStream.range(0, observed.models().size()).mapToObj(observed::observations).toList();
    boolean numbers = observed.models().get(0).task().name().equals("regression");
    List<Slice> found = slices(question, all.get(0), numbers);
    List<SliceView> views = new ArrayList<>();
    for (Slice slice : found.subList(0, Math.min(MOST_SLICES, found.size()))) {
      views.add(view(slice, observed, all));
    }
    Json.write(request, Map.of("slices", views, "leftOut", found.size() - views.size()));
  }

  private static List<Slice> slices(
      Question question, List<Observation> observations, boolean numbers) {
    return switch (question.asked()) {
      case "all" -> List.of(Slice.all());
      case "label" -> numbers ? Slice.byTarget(observations, RANGES) : Slice.byLabel(observations);
      case "predicted" ->
          numbers ? Slice.byPredictedValue(observations, RANGES) : Slice.byOutcome(observations);
      case "length" -> Slice.byLength(observations, RANGES);
      case "column" -> Slice.byColumn(observations, question.part());
      case "contains" -> List.of(Slice.containing(question.part()));
      case "rows" -> List.of(chosen(question.places(), observations));
      default ->
          throw new IllegalArgumentException(
              "There are no slices by \""
                  + question.asked()
                  + "\", expected all, label, predicted, length, column, contains or rows");
    };
  }

  private static Slice chosen(List<Integer> rows, List<Observation> observations) {
    Set<Observation> chosen = new HashSet<>(); // by identity
    for (Integer row : rows) {
      if (row != null && row >= 0 && row < observations.size()) {
        chosen.add(observations.get(row));
      }
    }
    return new Slice("chosen rows", chosen::contains);
  }

  /** What the first model says tells which examples are in a slice, for both. */
  private static SliceView view(Slice slice, ObservedData observed, List<List<Observation>> all) {
    List<Observation> first = all.get(0);
    List<Integer> rows =
        IntStream.range(0, first.size())
            .filter(place -> slice.holds().test(first.get(place)))
            .boxed()
            .toList();
    List<ReportView> reports = new ArrayList<>();
    for (int model = 0; model < all.size(); model++) {
      List<Observation> own = rows.stream().map(all.get(model)::get).toList();
      SliceReport report = SliceReport.of(Slice.all(), own, observed.models().get(model).task());
      reports.add(
          new ReportView(
              report.examples(),
              report.labelled(),
              report.metrics(),
              report.confusion().orElse(null),
              report.calibration().orElse(null)));
    }
    return new SliceView(slice.name(), rows, reports);
  }

  private void comparison(Context request) {
    ObservedData observed = inspection.observed();
    if (observed.models().size() < 2) {
      throw new IllegalArgumentException("There is one model, expected two to compare");
    }
    Json.write(request, ModelComparison.of(observed.observations(0), observed.observations(1)));
  }
}
