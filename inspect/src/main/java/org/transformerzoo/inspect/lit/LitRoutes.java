package org.transformerzoo.inspect.lit;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.inspect.server.Json;
import org.transformerzoo.inspect.server.RouteGroup;
import org.transformerzoo.training.interpretation.Explainer;

/**
 * The two paths that {@code RemoteModel} of LIT asks: {@code POST /get_info} for what each model
 * takes and gives, and {@code POST /get_preds?model=NAME} for predictions, embeddings, gradients
 * and attention. Arrays are written as LIT's {@code serialize.py} does, unless {@code
 * response_simple_json} is true or missing. Predicted again from other token embeddings, as LIT's
 * integrated gradients do, are {@code probabilities}, scores and {@code token_gradients}; the
 * embedding and attention stay those of the text.
 */
public final class LitRoutes implements RouteGroup {

  /** LIT's integrated gradients send 30 times the vectors of a text, as decimal numbers. */
  private static final long LARGEST_BODY = 256L << 20;

  private final Supplier<Map<String, Explainer>> explainers;
  private final Map<Explainer, LitModel> models = new ConcurrentHashMap<>();

  /**
   * The paths for some models.
   *
   * @param explainers of the models there are at the time of asking, by their names
   */
  public LitRoutes(Supplier<Map<String, Explainer>> explainers) {
    this.explainers = explainers;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.post("/get_info", this::info);
    routes.post("/get_preds", this::predictions);
  }

  private void info(Context request) {
    Map<String, Object> found = new LinkedHashMap<>();
    explainers
        .get()
        .forEach(
            (name, explainer) ->
                found.put(
                    name,
                    Map.of(
                        "description",
                        explainer.task().name(),
                        "spec",
                        model(explainer).specification())));
    Json.write(request, Map.of("models", found));
  }

  private void predictions(Context request) {
    LitModel model = model(chosen(request.queryParam("model")));
    JsonNode inputs = Json.readTree(request, LARGEST_BODY).path("inputs");
    if (!inputs.isArray()) {
      throw new InvalidDataException("The request has no list of \"inputs\"");
    }
    List<LitInput> asked = new ArrayList<>();
    inputs.forEach(input -> asked.add(LitInput.of(asked.size(), input)));
    Json.write(request, model.predict(asked, new LitArrays(isPlain(request))));
  }

  private Explainer chosen(String name) {
    Map<String, Explainer> all = explainers.get();
    Explainer found = name == null ? null : all.get(name);
    if (found == null) {
      throw new InvalidDataException(
          "There is no model \"%s\", expected one of %s".formatted(name, all.keySet()));
    }
    return found;
  }

  private LitModel model(Explainer explainer) {
    return models.computeIfAbsent(explainer, LitModel::new);
  }

  private static boolean isPlain(Context request) {
    String simple = request.queryParam("response_simple_json");
    return simple == null || !List.of("false", "0", "").contains(simple.toLowerCase(Locale.ROOT));
  }
}
