package org.transformerzoo.inspect.lit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a field of LIT holds, in the words of LIT's {@code types.py}: its class and that class's
 * attributes.
 */
final class LitType {

  private final String name;
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  private LitType(String name) {
    this.name = name;
  }

  private LitType with(String attribute, Object value) {
    attributes.put(attribute, value);
    return this;
  }

  static LitType text() {
    return new LitType("TextSegment");
  }

  static LitType category(List<String> labels) {
    return new LitType("CategoryLabel").with("vocab", labels);
  }

  static LitType tokens(String text) {
    return new LitType("Tokens").with("parent", text);
  }

  static LitType classProbabilities(List<String> labels, String parent) {
    return new LitType("MulticlassPreds").with("vocab", labels).with("parent", parent);
  }

  static LitType labelProbabilities(List<String> labels, String parent) {
    return new LitType("SparseMultilabelPreds").with("vocab", labels).with("parent", parent);
  }

  static LitType labelList(List<String> labels) {
    return new LitType("SparseMultilabel").with("vocab", labels);
  }

  static LitType number() {
    return new LitType("Scalar");
  }

  static LitType predictedNumber(String parent) {
    return new LitType("RegressionScore").with("parent", parent);
  }

  static LitType tags(String tokens) {
    return new LitType("SequenceTags").with("align", tokens);
  }

  static LitType vector() {
    return new LitType("Embeddings");
  }

  static LitType tokenVectors(String tokens) {
    return new LitType("TokenEmbeddings").with("align", tokens);
  }

  static LitType tokenGradients(String tokens, String vectors, String target) {
    return new LitType("TokenGradients")
        .with("align", tokens)
        .with("grad_for", vectors)
        .with("grad_target_field_key", target);
  }

  static LitType attention(String tokens) {
    return new LitType("AttentionHeads").with("align_in", tokens).with("align_out", tokens);
  }

  /** For an input that the model does without. */
  LitType optional() {
    return with("required", false);
  }

  /** As LIT writes it. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("__class__", "LitType");
    json.put("__name__", name);
    json.putAll(attributes);
    return json;
  }
}
