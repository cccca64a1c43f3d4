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
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.inspect.server.Json;
import org.transformerzoo.inspect.server.RouteGroup;
import org.transformerzoo.training.interpretation.Counterfactuals;
import org.transformerzoo.training.interpretation.ExplainedText;
import org.transformerzoo.training.interpretation.Explainer;
import org.transformerzoo.training.interpretation.GradientNorm;
import org.transformerzoo.training.interpretation.GradientTimesInput;
import org.transformerzoo.training.interpretation.IntegratedGradients;
import org.transformerzoo.training.interpretation.Lime;
import org.transformerzoo.training.interpretation.OutputChoice;
import org.transformerzoo.training.interpretation.Salience;
import org.transformerzoo.training.interpretation.SalienceMethod;

/** What the models say about a text that someone wrote, and why. */
final class ExplanationRoutes implements RouteGroup {

  /**
   * What is to be explained.
   *
   * @param model the place of the model
   * @param label whose logit, or null for the predicted one
   * @param token whose label; null where whole texts have one, or for the text's first
   * @param method of salience, or null
   */
  private record Question(
      int model, String text, String pair, String label, Integer token, String method) {

    TextPair asked() {
      return new Texts(text, pair).asked();
    }

    Optional<String> chosenLabel() {
      return Optional.ofNullable(label).filter(name -> !name.isEmpty());
    }

    OptionalInt chosenToken() {
      return token == null ? OptionalInt.empty() : OptionalInt.of(token);
    }
  }

  private record SalienceView(
      String method,
      String label,
      int token,
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
    routes.post("/api/without", this::without);
    routes.post("/api/flips", this::flips);
  }

  private void predict(Context request) {
    TextPair text = Json.read(request, Texts.class).asked();
    inspection.model(0);
    List<AnswerView> answers = new ArrayList<>();
    for (InspectedModel model : inspection.snapshot().models()) {
      answers.add(AnswerView.of(model.observer().observeTexts(List.of(text)).get(0)));
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
    ExplainedText text = explained(request, question);
    Salience salience = method.salience(text);
    Json.write(request, view(text, salience.scores(), method.name(), salience));
  }

  /** How the logit falls without each token, as a salience. */
  private void without(Context request) {
    ExplainedText text = explained(request, Json.read(request, Question.class));
    List<Double> falls = Arrays.stream(Counterfactuals.withoutEachToken(text)).boxed().toList();
    Json.write(request, view(text, falls, "without", null));
  }

  private static SalienceView view(
      ExplainedText text, List<Double> scores, String method, Salience salience) {
    boolean known = salience != null && salience.completenessError().isPresent();
    return new SalienceView(
        method,
        text.label(),
        text.labelledToken(),
        text.output(),
        text.tokens(),
        IntStream.range(0, text.tokens().size()).mapToObj(text::isSpecial).toList(),
        scores,
        known ? salience.completenessError().getAsDouble() : null);
  }

  private void flips(Context request) {
    Question question = Json.read(request, Question.class);
    ExplainedText text = explained(request, question);
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

  private ExplainedText explained(Context request, Question question) {
    Explainer explainer = inspection.model(question.model()).explainer();
    TextPair text = question.asked();
    OptionalInt token = question.chosenToken();
    if (token.isEmpty() && explainer.labelsTokens()) {
      token = OptionalInt.of(firstToken(explainer, text));
    }
    OutputChoice output = new OutputChoice(question.chosenLabel(), token);
    return explainer.explained(text, output, inspection.wishes().of(request));
  }

  private static int firstToken(Explainer explainer, TextPair text) {
    return explainer
        .firstToken(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The text has no token whose label could be explained"));
  }
}
