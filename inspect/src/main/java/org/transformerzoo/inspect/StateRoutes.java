package org.transformerzoo.inspect;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.inspect.Inspection.Snapshot;
import org.transformerzoo.inspect.server.Json;
import org.transformerzoo.inspect.server.RouteGroup;
import org.transformerzoo.training.analysis.Observation;

/** What is looked at, how far it is, and the examples with their predictions as they come. */
final class StateRoutes implements RouteGroup {

  private record ModelView(
      String name, String folder, String architecture, String task, List<String> labels) {}

  private record StateView(
      int number,
      String status,
      String problem,
      List<ModelView> models,
      DataView data,
      int predicted) {}

  /** Short names, for there may be many. */
  private record RowView(
      int i,
      long line,
      String text,
      String pair,
      String label,
      List<String> values,
      int tokens,
      List<AnswerView> p) {}

  private static final int MOST_ROWS = 2000;
  private static final long PATIENCE_MILLISECONDS = 1000;

  private final Inspection inspection;

  StateRoutes(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/api/state", request -> Json.write(request, state(inspection.snapshot())));
    routes.get("/api/rows", this::rows);
  }

  private static StateView state(Snapshot snapshot) {
    ObservedData observed = snapshot.observed();
    return new StateView(
        snapshot.number(),
        snapshot.status().name().toLowerCase(Locale.ROOT),
        snapshot.problem(),
        snapshot.models().stream().map(StateRoutes::view).toList(),
        observed == null ? null : observed.view(),
        observed == null ? 0 : observed.count());
  }

  private static ModelView view(InspectedModel model) {
    return new ModelView(
        model.name(),
        model.folder().toString(),
        model.architecture(),
        model.task().name(),
        model.labels());
  }

  /** The examples from {@code from} on about which the models were asked; waits for some. */
  private void rows(Context request) throws InterruptedException {
    int from = Math.max(0, request.queryParamAsClass("from", Integer.class).getOrDefault(0));
    Snapshot before = inspection.snapshot();
    ObservedData observed = inspection.observed();
    observed.awaitMore(from, PATIENCE_MILLISECONDS);
    List<List<Observation>> all =
        IntStream.range(0, observed.models().size()).mapToObj(observed::observations).toList();
    List<String> columns = observed.view().columns();
    int end = Math.min(all.get(0).size(), from + MOST_ROWS);
    List<RowView> rows = new ArrayList<>();
    for (int place = from; place < end; place++) {
      int each = place;
      rows.add(row(place, all.stream().map(ofModel -> ofModel.get(each)).toList(), columns));
    }
    Json.write(
        request,
        Map.of("number", before.number(), "state", state(inspection.snapshot()), "rows", rows));
  }

  private static RowView row(int place, List<Observation> observations, List<String> columns) {
    Observation first = observations.get(0);
    TextExample example = first.example();
    return new RowView(
        place,
        example.location().line(),
        example.text(),
        example.pair(),
        first.label(),
        columns.stream().map(column -> example.metadata().getOrDefault(column, "")).toList(),
        first.tokens(),
        observations.stream().map(AnswerView::of).toList());
  }
}
