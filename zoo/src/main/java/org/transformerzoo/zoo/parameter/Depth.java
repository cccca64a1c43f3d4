package org.transformerzoo.zoo.parameter;

/**
 * Where in the network a parameter lives, from the input upwards. Layer-wise learning rates,
 * freezing and re-initialisation ask this fact.
 */
public sealed interface Depth {

  /** The stack that a layer belongs to. */
  enum Stack {
    /** Reads the whole text at once; the only stack of models other than BART. */
    ENCODER,
    /** Writes a text, token by token. */
    DECODER
  }

  /** The input side: embedding tables and their normalisation. */
  record Embeddings() implements Depth {}

  /**
   * A transformer layer.
   *
   * @param stack the stack that it belongs to
   * @param index its place in the stack, from 0 at the input
   */
  record Layer(Stack stack, int index) implements Depth {}

  /** The pre-trained transformation of the summary token that sits between body and head. */
  record Pooler() implements Depth {}

  /** What a pooling or task head adds. */
  record Head() implements Depth {}

  /** The depth of an encoder layer, {@code index} counting from 0 at the input. */
  static Depth encoderLayer(int index) {
    return new Layer(Stack.ENCODER, index);
  }

  /** The depth of a decoder layer, {@code index} counting from 0 at the input. */
  static Depth decoderLayer(int index) {
    return new Layer(Stack.DECODER, index);
  }

  /** The depth of the embeddings. */
  static Depth embeddings() {
    return new Embeddings();
  }

  /** The depth of the pooler. */
  static Depth pooler() {
    return new Pooler();
  }

  /** The depth of the heads. */
  static Depth head() {
    return new Head();
  }
}
