package org.transformerzoo.inspect;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.inspect.server.Json;
import org.transformerzoo.inspect.server.RouteGroup;
import org.transformerzoo.training.analysis.Observation;
import org.transformerzoo.training.analysis.PcaProjection;
import org.transformerzoo.training.analysis.Projection;
import org.transformerzoo.training.analysis.UmapProjection;
import org.transformerzoo.training.inference.SimilaritySearch;

/** Where the examples lie in the space of a model's hidden states. */
final class SpaceRoutes implements RouteGroup {

  /** Whose neighbours. */
  private record Question(int model, String text, String pair) {}

  private record Neighbour(int row, double cosine) {}

  /** What was computed for a data set. */
  private record Key(ObservedData observed, int model, String what) {}

  private static final int NEIGHBOURS = 11;
  private static final Map<String, Projection> PROJECTIONS =
      Map.of("pca", new PcaProjection(2), "umap", UmapProjection.defaults(1));

  private final Inspection inspection;
  private final Map<Key, Object> computed = new HashMap<>();

  SpaceRoutes(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/api/projection", this::projection);
    routes.post("/api/neighbours", this::neighbours);
  }

  private void projection(Context request) {
    String method = request.queryParamAsClass("method", String.class).getOrDefault("pca");
    int model = request.queryParamAsClass("model", Integer.class).getOrDefault(0);
    Projection projection = PROJECTIONS.get(method);
    if (projection == null) {
      throw new IllegalArgumentException(
          "There is no projection \"" + method + "\", expected pca or umap");
    }
    ObservedData observed = complete(model);
    Json.write(
        request,
        computed(
            new Key(observed, model, method), () -> projection.project(states(observed, model))));
  }

  private void neighbours(Context request) {
    Question question = Json.read(request, Question.class);
    TextPair text = new Texts(question.text(), question.pair()).asked();
    inspection.requireWanted(request);
    ObservedData observed = complete(question.model());
    SimilaritySearch search =
        (SimilaritySearch)
            computed(
                new Key(observed, question.model(), "search"),
                () ->
                    SimilaritySearch.in(Nd4j.createFromArray(states(observed, question.model()))));
    Observation own =
        inspection.model(question.model()).observer().observeTexts(List.of(text)).get(0);
    int most = Math.min(NEIGHBOURS, observed.count());
    Json.write(
        request,
        search
            .nearest(Nd4j.createFromArray(new float[][] {own.hiddenState()}), most)
            .get(0)
            .stream()
            .map(match -> new Neighbour(match.index(), match.similarity()))
            .toList());
  }

  private ObservedData complete(int model) {
    inspection.model(model);
    ObservedData observed = inspection.observed();
    if (!observed.complete()) {
      throw new IllegalArgumentException(
          "The model has not been asked about every example yet; wait until it has");
    }
    return observed;
  }

  private static float[][] states(ObservedData observed, int model) {
    return observed.observations(model).stream()
        .map(Observation::hiddenState)
        .toArray(float[][]::new);
  }

  /** Computes once what takes long; one thing at a time. */
  private Object computed(Key key, Supplier<Object> work) {
    synchronized (computed) {
      computed.keySet().removeIf(other -> other.observed() != key.observed());
      return computed.computeIfAbsent(key, absent -> work.get());
    }
  }
}
