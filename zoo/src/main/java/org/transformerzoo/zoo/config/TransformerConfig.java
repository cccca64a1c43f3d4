package org.transformerzoo.zoo.config;

/**
 * What every architecture's configuration tells. An architecture's own record adds the rest; it is
 * read from {@link ConfigFile} by the architecture.
 */
public interface TransformerConfig {

  /** Width of a hidden state. */
  int hiddenSize();

  /** Number of layers of the encoder. */
  int layers();

  /** Number of entries of the vocabulary: ids lie in [0, vocabularySize). */
  int vocabularySize();

  /** The longest sequence that the model can take, in tokens, special tokens included. */
  int maximumLength();

  /** Number of token types, 0 in families that do not take any. */
  int tokenTypes();

  /** The id that pads short sequences. */
  int padTokenId();

  /** Standard deviation of newly initialised matrices. */
  double initializerRange();

  /** Probability of dropping an entry of what goes into a task head's last layer, in [0, 1). */
  double headDropout();

  /** As {@link #headDropout}, for a head that classifies every token. */
  default double tokenHeadDropout() {
    return headDropout();
  }
}
