package org.transformerzoo.zoo.generation;

import java.util.Map;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.IncrementalDecoder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;

/**
 * Writes texts with an encoder-decoder. The source is read once; each further token costs one run
 * of the decoder on one position, whose attention reads the keys and values of earlier positions
 * from a cache of fixed size, so that a token costs the same wherever it stands.
 *
 * <p>Safe for use by several threads.
 */
public final class SequenceGenerator implements AutoCloseable {

  private final IncrementalDecoder decoder;
  private final int vocabularySize;
  private final GraphExecutor encoder;
  private final GraphExecutor step;

  /**
   * A generator with the weights of {@code model}.
   *
   * @throws InvalidModelException if it has no language model that writes
   */
  public SequenceGenerator(TransformerModel model, ExecutorKind executor) {
    this.decoder =
        model.specification().architecture().incrementalDecoder(model.specification().config());
    decoder
        .step()
        .parameters()
        .forEach(
            parameter -> {
              if (!model.parameters().contains(parameter.name())) {
                throw new InvalidModelException(
                    "The model cannot write texts: it has no " + parameter.name());
              }
            });
    this.vocabularySize = model.specification().config().vocabularySize();
    this.encoder = executor.create(decoder.encoder(), model.parameters());
    this.step = executor.create(decoder.step(), model.parameters());
  }

  /** How many new tokens can be asked for at most: the positions of the decoder. */
  public int maximumNewTokens() {
    return decoder.maximumLength();
  }

  /**
   * Writes a text for each source.
   *
   * @param inputIds int32, [batch, length]
   * @param attentionMask 1 for a token, 0 for padding, int32, [batch, length]
   * @return ids, [batch][at most maximumNewTokens + 1], beginning with the decoder's start token
   *     and padded to one length
   * @throws InvalidModelException if the text could become longer than the model has positions, or
   *     a forced token is not in the vocabulary
   */
  public int[][] generate(INDArray inputIds, INDArray attentionMask, GenerationSettings settings) {
    return generate(inputIds, attentionMask, settings, tokens -> {});
  }

  /**
   * As {@link #generate(INDArray, INDArray, GenerationSettings)}.
   *
   * @param progress told after each token of all texts how many each of them has
   */
  public int[][] generate(
      INDArray inputIds,
      INDArray attentionMask,
      GenerationSettings settings,
      IntConsumer progress) {
    check(settings);
    Map<String, INDArray> source =
        Map.of(TokenInputs.INPUT_IDS, inputIds, TokenInputs.ATTENTION_MASK, attentionMask);
    Map<String, INDArray> memory = encoder.output(source, decoder.memory());
    DecodingSession session =
        DecodingSession.begin(
            decoder, step, memory, attentionMask, settings.beams(), settings.maximumNewTokens());
    TokenRules rules = new TokenRules(settings, decoder.endTokenId());
    return settings.beams() == 1
        ? new SingleSearch(decoder, session, rules, settings).run(progress)
        : new BeamSearch(decoder, session, rules, settings).run(progress);
  }

  private void check(GenerationSettings settings) {
    if (settings.maximumNewTokens() > maximumNewTokens()) {
      throw new InvalidModelException(
          "%d new tokens are asked for, but the model has positions for at most %d"
              .formatted(settings.maximumNewTokens(), maximumNewTokens()));
    }
    settings.forcedFirst().ifPresent(id -> checkWord("forcedFirst", id));
    settings.forcedLast().ifPresent(id -> checkWord("forcedLast", id));
  }

  private void checkWord(String name, int id) {
    if (id < 0 || id >= vocabularySize) {
      throw new InvalidModelException(
          "%s is %d, expected an id from 0 to %d".formatted(name, id, vocabularySize - 1));
    }
  }

  @Override
  public void close() {
    encoder.close();
    step.close();
  }
}
