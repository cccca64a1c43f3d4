package org.transformerzoo.inspect;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.inspect.server.Json;
import org.transformerzoo.inspect.server.RouteGroup;
import org.transformerzoo.training.interpretation.AttentionMaps;

/** Where the heads of a model look on a text that someone wrote. */
final class AttentionRoutes implements RouteGroup {

  /**
   * Whose attention.
   *
   * @param layer from 0, or −1 for the rollout through all
   * @param head from 0, or −1 for the mean over all
   */
  private record Question(int model, String text, String pair, String stack, int layer, int head) {}

  private record StackView(String name, int layers, int heads) {}

  private final Inspection inspection;

  AttentionRoutes(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.post("/api/attention", this::attention);
  }

  private void attention(Context request) {
    Question question = Json.read(request, Question.class);
    InspectedModel model = inspection.model(question.model());
    inspection.requireWanted(request);
    AttentionMaps maps =
        model.explainer().attention(new Texts(question.text(), question.pair()).asked());
    List<StackView> stacks = new ArrayList<>();
    maps.maps()
        .forEach(
            (name, layers) ->
                stacks.add(new StackView(name, layers.size(), (int) layers.get(0).size(0))));
    String stack =
        Optional.ofNullable(question.stack())
            .filter(name -> !name.isEmpty())
            .orElse(stacks.get(0).name());
    Json.write(
        request,
        Map.of(
            "tokens",
            maps.tokens(),
            "stacks",
            stacks,
            "stack",
            stack,
            "map",
            map(maps, stack, question).toFloatMatrix()));
  }

  /** [tokens that look, tokens that are looked at]. */
  private static INDArray map(AttentionMaps maps, String stack, Question question) {
    if (question.layer() < 0) {
      return maps.rollout(stack);
    }
    List<INDArray> layers = maps.maps().get(stack);
    if (layers == null) {
      throw new IllegalArgumentException(
          "There is no stack \"%s\", expected one of %s".formatted(stack, maps.maps().keySet()));
    }
    INDArray layer = layers.get(within("layer", question.layer(), layers.size()));
    return question.head() < 0
        ? layer.mean(0)
        : layer.slice(within("head", question.head(), (int) layer.size(0)));
  }

  private static int within(String what, int asked, int count) {
    if (asked >= count) {
      throw new IllegalArgumentException(
          "There is no %s %d, expected one from 0 to %d".formatted(what, asked, count - 1));
    }
    return asked;
  }
}
