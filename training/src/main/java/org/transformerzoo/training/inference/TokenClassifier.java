package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.training.evaluation.Entities;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * Gives each word of a text a label, and finds the entities that BIO labels mark. The label of a
 * word is that of its first piece, as in training. A text with more tokens than the model is asked
 * to read at once is read in parts, none of which knows the others. Batches are made of parts of
 * similar length; order is kept. Several threads may use it at once.
 *
 * <pre>{@code
 * try (TokenClassifier tagger = TokenClassifier.load(Path.of("model"))) {
 *   List<TextEntity> entities = tagger.entities("Ada Lovelace lived in London.");
 * }
 * }</pre>
 */
public final class TokenClassifier implements AutoCloseable {

  private static final String OUTSIDE = "O";

  /** Words from {@code first} on of one of the texts, as they are read together. */
  private record Part(int text, int first, Encoding encoding) {}

  private final InferenceEngine engine;
  private final List<String> labels;

  private TokenClassifier(InferenceEngine engine) {
    this.engine = engine;
    this.labels = engine.task().labels();
  }

  /** A tagger with the model of {@code folder} and {@link InferenceOptions#of its options}. */
  public static TokenClassifier load(Path folder) {
    return load(folder, InferenceOptions.of(folder));
  }

  /**
   * A tagger with the model of {@code folder}.
   *
   * @throws InvalidModelException if it does not label words, or is damaged
   * @throws org.transformerzoo.datavec.InvalidDataException if its tokenizer cannot be used
   */
  public static TokenClassifier load(Path folder, InferenceOptions options) {
    return new TokenClassifier(
        InferenceEngine.ofTask(folder, options, TokenClassifier.class, "tokens"));
  }

  /** The labels, in the model's order. */
  public List<String> labels() {
    return labels;
  }

  /**
   * The words of a text with their labels. Words end at white space; punctuation before or behind a
   * word is a word of its own.
   */
  public List<TaggedWord> tag(String text) {
    return tag(List.of(text)).get(0);
  }

  /** The same for each of {@code texts}. */
  public List<List<TaggedWord>> tag(List<String> texts) {
    return tagAll(texts.stream().map(TextWord::in).toList());
  }

  /**
   * Labels for texts that are split into words already. Places are those in the text that has one
   * space between words.
   */
  public List<List<TaggedWord>> tagWords(List<List<String>> texts) {
    return tagAll(texts.stream().map(TextWord::of).toList());
  }

  /**
   * The entities of a text, in its order.
   *
   * @throws InvalidModelException if the labels are not BIO: O, B-type and I-type
   */
  public List<TextEntity> entities(String text) {
    return entities(List.of(text)).get(0);
  }

  /**
   * The same for each of {@code texts}.
   *
   * @throws InvalidModelException if the labels are not BIO: O, B-type and I-type
   */
  public List<List<TextEntity>> entities(List<String> texts) {
    if (!Entities.areBio(labels)) {
      throw new InvalidModelException(
          "The labels of the model are %s, expected O, B-type and I-type to find entities by"
              .formatted(String.join(", ", labels)));
    }
    List<List<TaggedWord>> tagged = tag(texts);
    return IntStream.range(0, texts.size())
        .mapToObj(i -> entities(texts.get(i), tagged.get(i)))
        .toList();
  }

  private static List<TextEntity> entities(String text, List<TaggedWord> words) {
    return Entities.in(words.stream().map(TaggedWord::label).toList()).stream()
        .map(entity -> entity(text, entity.type(), words.subList(entity.start(), entity.end())))
        .toList();
  }

  private static TextEntity entity(String text, String type, List<TaggedWord> words) {
    int start = words.get(0).start();
    int end = words.get(words.size() - 1).end();
    double mean = words.stream().mapToDouble(TaggedWord::probability).average().orElseThrow();
    return new TextEntity(type, text.substring(start, end), mean, start, end);
  }

  private List<List<TaggedWord>> tagAll(List<List<TextWord>> texts) {
    List<Part> parts =
        IntStream.range(0, texts.size())
            .parallel()
            .boxed()
            .flatMap(text -> parts(text, texts.get(text)).stream())
            .toList();
    List<TaggedWord[]> tagged = new ArrayList<>();
    texts.forEach(words -> tagged.add(new TaggedWord[words.size()]));
    List<float[][]> logits =
        engine.runTokenized(
            parts.stream().map(part -> LengthBatches.unlabelled(part.encoding(), null)).toList(),
            (part, row) -> logits(parts.get(part), row));
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      label(part, logits.get(i), texts.get(part.text()), tagged.get(part.text()));
    }
    return IntStream.range(0, texts.size())
        .mapToObj(text -> completed(texts.get(text), tagged.get(text)))
        .toList();
  }

  private float[][] logits(Part part, INDArray row) {
    return engine.unpadded(row, part.encoding().length()).toFloatMatrix(); // [tokens, labels]
  }

  /** The parts of a text, each as long as the model may read. */
  private List<Part> parts(int text, List<TextWord> words) {
    List<String> all = words.stream().map(TextWord::word).toList();
    List<Part> parts = new ArrayList<>();
    int first = 0;
    while (first < all.size()) {
      // A word has at least one token, but for the few that a tokenizer drops.
      int end = (int) Math.min(all.size(), (long) first + engine.maxLength());
      Encoding encoding = engine.encodeWords(all.subList(first, end));
      parts.add(new Part(text, first, encoding));
      int read = Arrays.stream(encoding.wordIds()).max().orElse(Encoding.NO_WORD) + 1;
      first = encoding.truncated() ? first + Math.max(1, read) : end;
    }
    return parts;
  }

  private void label(Part part, float[][] logits, List<TextWord> words, TaggedWord[] tagged) {
    int[] wordIds = part.encoding().wordIds();
    for (int token : part.encoding().firstPieces()) {
      int place = part.first() + wordIds[token];
      int best = Probabilities.largest(logits[token]);
      double probability = Probabilities.softmax(logits[token])[best];
      tagged[place] = tagged(words.get(place), labels.get(best), probability);
    }
  }

  /** Words of which the tokenizer leaves nothing have no label of their own. */
  private List<TaggedWord> completed(List<TextWord> words, TaggedWord[] tagged) {
    String fallback = labels.contains(OUTSIDE) ? OUTSIDE : labels.get(0);
    for (int i = 0; i < tagged.length; i++) {
      if (tagged[i] == null) {
        tagged[i] = tagged(words.get(i), fallback, 0);
      }
    }
    return List.of(tagged);
  }

  private static TaggedWord tagged(TextWord word, String label, double probability) {
    return new TaggedWord(word.word(), label, probability, word.start(), word.end());
  }

  @Override
  public void close() {
    engine.close();
  }
}
