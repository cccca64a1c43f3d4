package org.transformerzoo.inspect;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.inspect.server.Json;
import org.transformerzoo.inspect.server.RouteGroup;
import org.transformerzoo.training.analysis.Observation;
import org.transformerzoo.training.interpretation.AttentionMaps;
import org.transformerzoo.training.interpretation.Counterfactuals;
import org.transformerzoo.training.interpretation.ExplainedText;
import org.transformerzoo.training.interpretation.GradientNorm;
import org.transformerzoo.training.interpretation.GradientTimesInput;
import org.transformerzoo.training.interpretation.IntegratedGradients;
import org.transformerzoo.training.interpretation.Lime;
import org.transformerzoo.training.interpretation.OutputChoice;
import org.transformerzoo.training.interpretation.Salience;
import org.transformerzoo.training.interpretation.SalienceMethod;

/** What the models say about a text that someone wrote, and why. */
final class ExplanationRoutes implements RouteGroup {

  /** A text or a pair of them. */
  private record Texts(String text, String pair) {}

  /**
   * What is to be explained.
   *
   * @param model the place of the model
   * @param label whose logit, or null for the predicted one
   * @param token whose label, or null where whole texts have one
   * @param method of salience, or null
   */
  private record Question(
      int model, String text, String pair, String label, Integer token, String method) {

    OutputChoice output() {
      return new OutputChoice(
          Optional.ofNullable(label).filter(name -> !name.isEmpty()),
          token == null ? OptionalInt.empty() : OptionalInt.of(token));
    }
  }

  /**
   * Whose attention.
   *
   * @param layer from 0, or −1 for the rollout through all
   * @param head from 0, or −1 for the mean over all
   */
  private record AttentionQuestion(
      int model, String text, String pair, String stack, int layer, int head) {}

  private record AnswerView(String o, List<Double> s) {}

  private record StackView(String name, int layers, int heads) {}

  private record SalienceView(
      String method,
      String label,
      double output,
      List<String> tokens,
      List<Boolean> special,
      List<Double> scores,
      Double completenessError) {}

  private static final int STEPS = 50;
  private static final int SAMPLES = 500;
  private static final int FLIPS = 10;

  private static final Map<String, SalienceMethod> METHODS = methods();

  private final Inspection inspection;

  ExplanationRoutes(Inspection inspection) {
    this.inspection = inspection;
  }

  private static Map<String, SalienceMethod> methods() {
    Map<String, SalienceMethod> methods = new LinkedHashMap<>();
    for (SalienceMethod method :
        List.of(
            new IntegratedGradients(STEPS),
            new GradientTimesInput(),
            new GradientNorm(),
            new Lime(SAMPLES, 1))) {
      methods.put(method.name(), method);
    }
    return Collections.unmodifiableMap(methods);
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/api/methods", request -> Json.write(request, METHODS.keySet()));
    routes.post("/api/predict", this::predict);
    routes.post("/api/salience", this::salience);
    routes.post("/api/attention", this::attention);
    routes.post("/api/without", this::without);
    routes.post("/api/flips", this::flips);
  }

  private void predict(Context request) {
    TextPair text = pair(Json.read(request, Texts.class));
    inspection.model(0);
    List<AnswerView> answers = new ArrayList<>();
    for (InspectedModel model : inspection.snapshot().models()) {
      Observation observation = model.observer().observeTexts(List.of(text)).get(0);
      answers.add(new AnswerView(observation.outcome(), observation.scores()));
    }
    Json.write(request, answers);
  }

  private void salience(Context request) {
    Question question = Json.read(request, Question.class);
    SalienceMethod method = METHODS.get(question.method());
    if (method == null) {
      throw new IllegalArgumentException(
          "There is no method \"%s\", expected one of %s"
              .formatted(question.method(), METHODS.keySet()));
    }
    ExplainedText text = explained(question);
    Salience salience = method.salience(text);
    Json.write(request, view(text, salience.scores(), method.name(), salience));
  }

  /** How the logit falls without each token, as a salience. */
  private void without(Context request) {
    ExplainedText text = explained(Json.read(request, Question.class));
    List<Double> falls = Arrays.stream(Counterfactuals.withoutEachToken(text)).boxed().toList();
    Json.write(request, view(text, falls, "without", null));
  }

  private static SalienceView view(
      ExplainedText text, List<Double> scores, String method, Salience salience) {
    boolean known = salience != null && salience.completenessError().isPresent();
    return new SalienceView(
        method,
        text.label(),
        text.output(),
        text.tokens(),
        IntStream.range(0, text.tokens().size()).mapToObj(text::isSpecial).toList(),
        scores,
        known ? salience.completenessError().getAsDouble() : null);
  }

  private void flips(Context request) {
    Question question = Json.read(request, Question.class);
    ExplainedText text = explained(question);
    Json.write(
        request,
        Map.of(
            "label",
            text.label(),
            "output",
            text.output(),
            "flips",
            inspection.model(question.model()).explainer().flips(text, FLIPS)));
  }

  private ExplainedText explained(Question question) {
    return inspection
        .model(question.model())
        .explainer()
        .explained(pair(new Texts(question.text(), question.pair())), question.output());
  }

  private void attention(Context request) {
    AttentionQuestion question = Json.read(request, AttentionQuestion.class);
    AttentionMaps maps =
        inspection
            .model(question.model())
            .explainer()
            .attention(pair(new Texts(question.text(), question.pair())));
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
  private static INDArray map(AttentionMaps maps, String stack, AttentionQuestion question) {
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

  private static TextPair pair(Texts texts) {
    if (texts.text() == null) {
      throw new IllegalArgumentException("There is no text, expected one to ask the model about");
    }
    return new TextPair(texts.text(), texts.pair());
  }
}
