package org.transformerzoo.zoo.architecture;

import java.util.List;
import org.transformerzoo.zoo.execution.ExecutableGraph;

/**
 * A text-to-text model as two graphs that write one token after another: an encoder that is run
 * once, and a step that reads the newest token and, from a cache, the keys and values of those
 * before it.
 *
 * <p>The encoder takes {@code input_ids} and {@code attention_mask}, [rows, length], and gives
 * {@code memory}. The step takes {@code attention_mask}, all of {@code memory} and {@code cache},
 * and what the constants below name; it gives {@code logits}, [rows, vocabulary], and for each name
 * of {@code cache} the new entry, {@value #NEW} before the name, [rows, heads, 1, depth].
 *
 * @param encoder the graph that reads the source
 * @param step the graph that writes
 * @param memory outputs of the encoder and inputs of the step, [rows, heads, length, depth]
 * @param cache inputs of the step, [rows, heads, capacity, depth]
 * @param heads number of heads of a cached tensor
 * @param headWidth its depth
 * @param maximumLength the longest text that the decoder has positions for
 * @param startTokenId the id that the decoder begins with
 * @param endTokenId the id that ends a text
 * @param padTokenId the id that pads short texts
 */
public record IncrementalDecoder(
    ExecutableGraph encoder,
    ExecutableGraph step,
    List<String> memory,
    List<String> cache,
    int heads,
    int headWidth,
    int maximumLength,
    int startTokenId,
    int endTokenId,
    int padTokenId) {

  /** Name of the newest token's input, int32, [rows, 1]. */
  public static final String TOKEN = "decoder_input_ids";

  /** Name of the place of that token, int32, [rows, 1], counted from 0. */
  public static final String PLACE = "decoder_position";

  /**
   * Name of what is added to the scores of cached positions, float32, [1, 1, 1, capacity]: 0 for
   * those that are filled, {@link #HIDDEN} for the others.
   */
  public static final String CACHE_BIAS = "cache_bias";

  /** Prefix of the outputs that belong into the cache. */
  public static final String NEW = "new_";

  /** A score that no other can be small against. */
  public static final float HIDDEN = -Float.MAX_VALUE;

  /** Copies the lists. */
  public IncrementalDecoder {
    memory = List.copyOf(memory);
    cache = List.copyOf(cache);
  }
}
