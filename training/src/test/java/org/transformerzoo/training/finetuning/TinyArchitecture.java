package org.transformerzoo.training.finetuning;

import java.util.List;

/** A small configuration and the special tokens of each architecture. */
public enum TinyArchitecture {
  BERT(
      """
      {"model_type": "bert", "hidden_size": %1$d, "num_hidden_layers": 2,
       "num_attention_heads": 2, "intermediate_size": %2$d, "vocab_size": 32,
       "max_position_embeddings": 32, "type_vocab_size": 2, "initializer_range": 0.1,
       "hidden_act": "gelu"}
      """,
      List.of("[CLS]:0", "$A:0", "[SEP]:0")),
  ROBERTA(
      """
      {"model_type": "roberta", "hidden_size": %1$d, "num_hidden_layers": 2,
       "num_attention_heads": 2, "intermediate_size": %2$d, "vocab_size": 32,
       "max_position_embeddings": 34, "type_vocab_size": 1, "initializer_range": 0.1,
       "hidden_act": "gelu", "pad_token_id": 0}
      """,
      List.of("[CLS]:0", "$A:0", "[SEP]:0")),
  XLNET(
      """
      {"model_type": "xlnet", "d_model": %1$d, "n_layer": 2, "n_head": 2, "d_head": %3$d,
       "d_inner": %2$d, "vocab_size": 32, "initializer_range": 0.1, "ff_activation": "gelu"}
      """,
      List.of("$A:0", "[SEP]:0", "[CLS]:2")),
  BART(
      """
      {"model_type": "bart", "d_model": %1$d, "encoder_layers": 2, "decoder_layers": 2,
       "encoder_attention_heads": 2, "decoder_attention_heads": 2, "encoder_ffn_dim": %2$d,
       "decoder_ffn_dim": %2$d, "vocab_size": 32, "max_position_embeddings": 32, "init_std": 0.1,
       "activation_function": "gelu", "pad_token_id": 0, "eos_token_id": 3,
       "decoder_start_token_id": 3}
      """,
      List.of("[CLS]:0", "$A:0", "[SEP]:0"));

  private final String config;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> template;

  TinyArchitecture(String config, List<String> template) {
    this.config = config;
    this.template = template;
  }

  /** What config.json says of a model with hidden states of {@code width} entries. */
  public String config(int width) {
    return config.formatted(width, 2 * width, width / 2);
  }

  /** The parts of an encoded text with their segments. */
  public List<String> template() {
    return template;
  }

  /** The part that follows in a pair: the second text, in a segment that the model knows. */
  String second() {
    return this == ROBERTA ? "$B:0" : "$B:1";
  }
}
