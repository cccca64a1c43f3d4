package org.transformerzoo.inspect.lit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.zoo.task.TaskHead;

/** The names of the fields that a model takes and gives, and what they hold. */
final class LitFields {

  static final String TEXT = "text";
  static final String PAIR = "pair";
  static final String LABEL = "label";
  static final String TOKENS = "tokens";
  static final String PROBABILITIES = "probabilities";
  static final String TAGS = "tags";
  static final String EMBEDDING = "embedding";
  static final String TOKEN_EMBEDDINGS = "token_embeddings";
  static final String TOKEN_GRADIENTS = "token_gradients";

  /** The label that gradients are for; given or, if it is not, what is predicted. */
  static final String GRADIENT_TARGET = "gradient_target";

  private final String task;
  private final List<String> labels;
  private final Map<String, Integer> attentionLayers;

  /**
   * The fields of a model.
   *
   * @param attentionLayers how many layers each stack of attention maps has, by its name
   */
  LitFields(TaskHead task, Map<String, Integer> attentionLayers) {
    this.task = task.name();
    this.labels = task.labels();
    this.attentionLayers = attentionLayers;
  }

  /** Whether words are labelled; then no gradients are given, for there are as many outputs. */
  boolean labelsTokens() {
    return task.equals("tokens");
  }

  boolean isRegression() {
    return task.equals("regression");
  }

  boolean isMultilabel() {
    return task.equals("multilabel");
  }

  /** The field of the label or target at {@code place}. */
  String target(int place) {
    return labels.size() == 1 ? LABEL : labels.get(place);
  }

  /** The field of the predicted value at {@code place}. */
  String score(int place) {
    return "predicted " + target(place);
  }

  /** The field of the attention maps of a layer, counted from 0. */
  String attention(String stack, int layer) {
    return stack + "/layer " + (layer + 1);
  }

  Map<String, Object> input() {
    Map<String, LitType> fields = new LinkedHashMap<>();
    fields.put(TEXT, LitType.text());
    fields.put(PAIR, LitType.text().optional());
    if (isRegression()) {
      for (int place = 0; place < labels.size(); place++) {
        fields.put(target(place), LitType.number().optional());
      }
    } else if (isMultilabel()) {
      fields.put(LABEL, LitType.labelList(labels).optional());
    } else if (!labelsTokens()) {
      fields.put(LABEL, LitType.category(labels).optional());
    }
    if (!labelsTokens()) {
      fields.put(TOKEN_EMBEDDINGS, LitType.tokenVectors(TOKENS).optional());
      fields.put(GRADIENT_TARGET, LitType.category(labels).optional());
    }
    return json(fields);
  }

  Map<String, Object> output() {
    Map<String, LitType> fields = new LinkedHashMap<>();
    fields.put(TOKENS, LitType.tokens(TEXT));
    if (labelsTokens()) {
      fields.put(TAGS, LitType.tags(TOKENS));
    } else if (isRegression()) {
      for (int place = 0; place < labels.size(); place++) {
        fields.put(score(place), LitType.predictedNumber(target(place)));
      }
    } else {
      fields.put(
          PROBABILITIES,
          isMultilabel()
              ? LitType.labelProbabilities(labels, LABEL)
              : LitType.classProbabilities(labels, LABEL));
    }
    fields.put(EMBEDDING, LitType.vector());
    fields.put(TOKEN_EMBEDDINGS, LitType.tokenVectors(TOKENS));
    if (!labelsTokens()) {
      fields.put(GRADIENT_TARGET, LitType.category(labels));
      fields.put(
          TOKEN_GRADIENTS, LitType.tokenGradients(TOKENS, TOKEN_EMBEDDINGS, GRADIENT_TARGET));
    }
    attentionLayers.forEach(
        (stack, layers) -> {
          for (int layer = 0; layer < layers; layer++) {
            fields.put(attention(stack, layer), LitType.attention(TOKENS));
          }
        });
    return json(fields);
  }

  private static Map<String, Object> json(Map<String, LitType> fields) {
    Map<String, Object> json = new LinkedHashMap<>();
    fields.forEach((name, type) -> json.put(name, type.toJson()));
    return json;
  }
}
