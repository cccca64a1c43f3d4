package org.transformerzoo.inspect.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.training.analysis.Observation;
import org.transformerzoo.training.inference.Probabilities;
import org.transformerzoo.training.interpretation.AttentionMaps;
import org.transformerzoo.training.interpretation.ExplainedText;
import org.transformerzoo.training.interpretation.Explainer;
import org.transformerzoo.training.interpretation.OutputChoice;
import org.transformerzoo.training.interpretation.Slope;
import org.transformerzoo.training.interpretation.WordVectors;

/** A model as LIT asks it. */
final class LitModel {

  private final Explainer explainer;
  private final LitFields fields;

  LitModel(Explainer explainer) {
    this.explainer = explainer;
    Map<String, Integer> layers = new LinkedHashMap<>();
    explainer
        .attention(TextPair.single("a"))
        .maps()
        .forEach((stack, maps) -> layers.put(stack, maps.size()));
    this.fields = new LitFields(explainer.task(), layers);
  }

  /** What the model takes and gives. */
  Map<String, Object> specification() {
    return Map.of("input", fields.input(), "output", fields.output());
  }

  /** All output fields for each of {@code inputs}. */
  List<Map<String, Object>> predict(List<LitInput> inputs, LitArrays arrays) {
    List<Map<String, Object>> predictions = new ArrayList<>();
    for (int start = 0; start < inputs.size(); ) {
      int end = start + 1;
      while (end < inputs.size() && isAnotherPlace(inputs.get(start), inputs.get(end))) {
        end++;
      }
      predictions.addAll(predictSameText(inputs.subList(start, end), arrays));
      start = end;
    }
    return predictions;
  }

  /** Whether it is the same text and question, at other vectors: computed together. */
  private static boolean isAnotherPlace(LitInput first, LitInput next) {
    return first.tokenEmbeddings().isPresent()
        && next.tokenEmbeddings().isPresent()
        && first.text().equals(next.text())
        && first.target().equals(next.target());
  }

  private List<Map<String, Object>> predictSameText(List<LitInput> inputs, LitArrays arrays) {
    TextPair pair = inputs.get(0).text();
    OutputChoice choice =
        inputs.get(0).target().map(OutputChoice::of).orElseGet(OutputChoice::predicted);
    ExplainedText text =
        explainer.explained(pair, fields.labelsTokens() ? choice.atToken(0) : choice);
    Observation observation = explainer.observer().observeTexts(List.of(pair)).get(0);
    AttentionMaps attention = explainer.attention(pair);
    List<WordVectors> vectors = inputs.stream().map(input -> vectors(text, input)).toList();
    List<Slope> slopes =
        inputs.get(0).tokenEmbeddings().isPresent() ? text.slopes(vectors) : List.of(text.slope());
    return IntStream.range(0, inputs.size())
        .mapToObj(
            each -> {
              Map<String, Object> prediction = new LinkedHashMap<>();
              prediction.put(LitFields.TOKENS, text.tokens());
              addAnswer(prediction, text, slopes.get(each), arrays);
              prediction.put(LitFields.EMBEDDING, arrays.array(observation.hiddenState()));
              addVectors(prediction, text, vectors.get(each), slopes.get(each), arrays);
              addAttention(prediction, attention, arrays);
              return prediction;
            })
        .toList();
  }

  private static WordVectors vectors(ExplainedText text, LitInput input) {
    return input
        .tokenEmbeddings()
        .map(given -> text.withTokenVectors(Nd4j.createFromArray(given)))
        .orElseGet(text::vectors);
  }

  private void addAnswer(
      Map<String, Object> prediction, ExplainedText text, Slope slope, LitArrays arrays) {
    List<String> labels = explainer.labels();
    if (fields.labelsTokens()) {
      prediction.put(
          LitFields.TAGS,
          Arrays.stream(text.tokenLogits(slope))
              .map(logits -> labels.get(Probabilities.largest(logits)))
              .toList());
    } else if (fields.isRegression()) {
      for (int place = 0; place < labels.size(); place++) {
        prediction.put(fields.score(place), slope.logits()[place]);
      }
    } else if (fields.isMultilabel()) {
      double[] probabilities = Probabilities.sigmoid(slope.logits());
      prediction.put(
          LitFields.PROBABILITIES,
          IntStream.range(0, labels.size())
              .mapToObj(place -> arrays.tuple(labels.get(place), probabilities[place]))
              .toList());
    } else {
      prediction.put(LitFields.PROBABILITIES, arrays.array(Probabilities.softmax(slope.logits())));
    }
  }

  private void addVectors(
      Map<String, Object> prediction,
      ExplainedText text,
      WordVectors vectors,
      Slope slope,
      LitArrays arrays) {
    prediction.put(
        LitFields.TOKEN_EMBEDDINGS, arrays.array(text.tokenVectors(vectors).toFloatMatrix()));
    if (!fields.labelsTokens()) {
      prediction.put(LitFields.GRADIENT_TARGET, text.label());
      prediction.put(
          LitFields.TOKEN_GRADIENTS, arrays.array(text.perToken(slope.gradient()).toFloatMatrix()));
    }
  }

  private void addAttention(
      Map<String, Object> prediction, AttentionMaps attention, LitArrays arrays) {
    attention
        .maps()
        .forEach(
            (stack, layers) -> {
              for (int layer = 0; layer < layers.size(); layer++) {
                prediction.put(
                    fields.attention(stack, layer), arrays.array(heads(layers.get(layer))));
              }
            });
  }

  /** [heads, tokens, tokens]. */
  private static List<float[][]> heads(INDArray layer) {
    return IntStream.range(0, (int) layer.size(0))
        .mapToObj(head -> layer.slice(head).toFloatMatrix())
        .toList();
  }
}
