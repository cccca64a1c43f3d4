package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.batching.PermutedWords;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;

/**
 * Says which tokens may stand behind the masks of a text, with the language model of any of the
 * architectures: BERT's and RoBERTa's for masked words; XLNet's, for which no position sees the
 * masked ones (Yang et al., 2019, arXiv 1906.08237); BART's, whose decoder reads the text shifted
 * right, as in transformers. Batches are made of texts of similar length; order is kept. Several
 * threads may use it at once.
 *
 * <pre>{@code
 * try (FillMask filler = FillMask.load(Path.of("bert-base-uncased"))) {
 *   String word = filler.fill("Where is my " + filler.maskToken() + "?", 5).get(0).get(0).token();
 * }
 * }</pre>
 */
public final class FillMask implements AutoCloseable {

  private static final String PERMUTED = "permutation-lm";
  private static final String WRITING = "sequence-to-sequence";
  private static final String[] TASKS = {"masked-lm", "pre-training", PERMUTED, WRITING};

  /** The most logits that are held at once where there is one for each word at each position. */
  private static final int LOGITS_AT_ONCE = 1 << 25;

  private final InferenceEngine engine;
  private final boolean permuted;
  private final int maskId;
  private final String maskToken;

  private FillMask(Path folder, InferenceEngine engine) {
    this.engine = engine;
    this.permuted = engine.task().name().equals(PERMUTED);
    this.maskId =
        engine
            .tokenizer()
            .maskTokenId()
            .orElseThrow(
                () -> new InvalidModelException("The tokenizer of " + folder + " has no mask"));
    this.maskToken =
        engine.tokenizer().tokenIds().entrySet().stream()
            .filter(entry -> entry.getValue() == maskId)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
  }

  /** The language model of {@code folder} with {@link InferenceOptions#of its options}. */
  public static FillMask load(Path folder) {
    return load(folder, InferenceOptions.of(folder));
  }

  /**
   * The language model of {@code folder}.
   *
   * @throws InvalidModelException if it has no language model or no mask, or is damaged
   * @throws InvalidDataException if its tokenizer cannot be used
   */
  public static FillMask load(Path folder, InferenceOptions options) {
    ModelSpecification specification = ModelSpecification.of(ConfigFile.read(folder));
    InferenceEngine.requireTask(folder, specification, FillMask.class, TASKS);
    boolean writes = specification.task().orElseThrow().name().equals(WRITING);
    InferenceEngine engine =
        InferenceEngine.of(
            folder, writes ? specification.withInputs(Set.of()) : specification, options);
    try {
      return new FillMask(folder, engine);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** The token that is to be replaced, such as [MASK], as it is written in texts. */
  public String maskToken() {
    return maskToken;
  }

  /**
   * The most probable tokens for each mask of {@code text}, in its order, the best first.
   *
   * @param count how many for each mask, at least 1
   * @throws InvalidDataException if the part of the text that the model reads has no mask
   */
  public List<List<MaskCandidate>> fill(String text, int count) {
    return fill(List.of(text), count).get(0);
  }

  /**
   * The same for each of {@code texts}: [texts][masks][count].
   *
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public List<List<List<MaskCandidate>>> fill(List<String> texts, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count is " + count + ", expected at least 1");
    }
    List<Encoding> encodings = engine.encode(texts.stream().map(TextPair::single).toList());
    List<int[]> masks = new ArrayList<>();
    List<TokenizedExample> examples = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      int[] places = masks(i, encodings.get(i));
      masks.add(places);
      examples.add(example(encodings.get(i), places));
    }
    int vocabulary = engine.model().specification().config().vocabularySize();
    return engine.runTokenized(
        examples,
        LOGITS_AT_ONCE / vocabulary,
        (text, row) -> candidates(asked(row, encodings.get(text), masks.get(text)), count));
  }

  private int[] masks(int text, Encoding encoding) {
    int[] ids = encoding.inputIds();
    int[] places = IntStream.range(0, ids.length).filter(i -> ids[i] == maskId).toArray();
    if (places.length == 0) {
      throw new InvalidDataException(
          "Text %d has no %s%s, expected at least one"
              .formatted(
                  text,
                  maskToken,
                  encoding.truncated() ? " among its first " + ids.length + " tokens" : ""));
    }
    return places;
  }

  private TokenizedExample example(Encoding encoding, int[] places) {
    if (!permuted) {
      return LengthBatches.unlabelled(encoding, null);
    }
    int[] unknown = new int[places.length];
    int[] allAtOnce = new int[encoding.length()];
    return LengthBatches.asking(encoding, new PermutedWords(places, unknown, allAtOnce), null);
  }

  /** The rows of the logits that belong to the masks, [masks, vocabulary]. */
  private INDArray asked(INDArray row, Encoding encoding, int[] places) {
    if (permuted) {
      return row.get(NDArrayIndex.interval(0, places.length));
    }
    return engine.unpadded(row, encoding.length()).getRows(places);
  }

  private List<List<MaskCandidate>> candidates(INDArray logits, int count) {
    List<List<MaskCandidate>> candidates = new ArrayList<>();
    for (float[] mask : logits.toFloatMatrix()) {
      double[] probabilities = Probabilities.softmax(mask);
      // An embedding may have more rows than the tokenizer has tokens; those have no text.
      int tokens = Math.min(mask.length, engine.tokenizer().vocabularySize());
      candidates.add(
          largest(probabilities, tokens, count).stream()
              .map(id -> new MaskCandidate(text(id), id, probabilities[id]))
              .toList());
    }
    return candidates;
  }

  private String text(int id) {
    return engine.tokenizer().decode(new int[] {id}, false).strip();
  }

  /** The places of the largest of the first values, the largest first. */
  private static List<Integer> largest(double[] values, int among, int count) {
    Comparator<Integer> worstFirst =
        Comparator.<Integer>comparingDouble(id -> values[id])
            .thenComparing(Comparator.reverseOrder());
    PriorityQueue<Integer> kept = new PriorityQueue<>(worstFirst);
    for (int id = 0; id < among; id++) {
      kept.add(id);
      if (kept.size() > count) {
        kept.remove();
      }
    }
    List<Integer> best = new ArrayList<>(kept);
    best.sort(Collections.reverseOrder(worstFirst));
    return best;
  }

  @Override
  public void close() {
    engine.close();
  }
}
