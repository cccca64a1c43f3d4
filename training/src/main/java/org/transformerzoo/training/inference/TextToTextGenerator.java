package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.BatchLayout;
import org.transformerzoo.datavec.batching.Padding;
import org.transformerzoo.datavec.batching.Target.Unlabelled;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.training.input.ModelTokenizer;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.generation.GenerationSettings;
import org.transformerzoo.zoo.generation.RecommendedSettings;
import org.transformerzoo.zoo.generation.TextGenerator;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;

/** Writes a text for a text with a saved encoder-decoder, such as BART with its language model. */
public final class TextToTextGenerator implements AutoCloseable {

  private static final ExampleLocation NOWHERE = new ExampleLocation(null, 0);

  private final Path folder;
  private final Tokenizer tokenizer;
  private final TextGenerator generator;
  private final int longestSource;

  /**
   * A text that was written.
   *
   * @param text without special tokens
   * @param tokens how many were written, the end token included
   */
  public record GeneratedText(String text, int tokens) {}

  private TextToTextGenerator(
      Path folder, Tokenizer tokenizer, TextGenerator generator, int longestSource) {
    this.folder = folder;
    this.tokenizer = tokenizer;
    this.generator = generator;
    this.longestSource = longestSource;
  }

  /**
   * Loads the model of {@code folder}.
   *
   * @throws InvalidModelException if it is no model that writes texts
   * @throws org.transformerzoo.datavec.InvalidDataException if its tokenizer cannot be used
   */
  public static TextToTextGenerator load(Path folder, ExecutorKind executor) {
    TransformerModel model = TransformerModel.load(folder);
    TextGenerator generator = new TextGenerator(model, executor);
    try {
      return new TextToTextGenerator(
          folder,
          ModelTokenizer.load(folder, model.specification().config()),
          generator,
          model.specification().config().maximumLength());
    } catch (RuntimeException e) {
      generator.close();
      throw e;
    }
  }

  /**
   * The settings that come with the model, to change; if its positions do not suffice for them,
   * with fewer tokens.
   */
  public GenerationSettings.Builder recommended() {
    return RecommendedSettings.in(folder).withinPositions(generator.maximumNewTokens());
  }

  /**
   * Writes a text for each of {@code sources}, which go through the model together.
   *
   * @param maxLength longer sources are shortened to so many tokens, or to what the model can read
   * @throws InvalidModelException if more tokens are asked for than the model has positions
   */
  public List<GeneratedText> generate(
      List<String> sources, int maxLength, GenerationSettings settings) {
    if (sources.isEmpty()) {
      return List.of();
    }
    MultiDataSet batch = batch(sources, Math.min(maxLength, longestSource));
    INDArray ids = batch.getFeatures(BatchLayout.INPUT_IDS); // [batch, length]
    INDArray mask = batch.getFeatures(BatchLayout.ATTENTION_MASK); // [batch, length]
    return Arrays.stream(generator.generate(ids, mask, settings)).map(this::decode).toList();
  }

  private MultiDataSet batch(List<String> sources, int longest) {
    List<TokenizedExample> examples =
        sources.stream()
            .map(source -> tokenizer.encode(source, Truncation.LONGEST_FIRST, longest))
            .map(TextToTextGenerator::example)
            .toList();
    return BatchIterator.builder()
        .dataset(TokenizedDataset.of(examples))
        .batchSize(examples.size())
        .padding(Padding.of(tokenizer))
        .build()
        .next();
  }

  private static TokenizedExample example(Encoding encoding) {
    return new TokenizedExample(
        encoding.inputIds(), encoding.tokenTypeIds(), new Unlabelled(), NOWHERE);
  }

  /** The first id is the decoder's start, and what follows the text is padding. */
  private GeneratedText decode(int[] ids) {
    int end = ids.length;
    while (end > 1 && ids[end - 1] == tokenizer.padTokenId()) {
      end--;
    }
    int[] written = Arrays.copyOfRange(ids, 1, end);
    return new GeneratedText(tokenizer.decode(written, true), written.length);
  }

  @Override
  public void close() {
    generator.close();
    tokenizer.close();
  }
}
