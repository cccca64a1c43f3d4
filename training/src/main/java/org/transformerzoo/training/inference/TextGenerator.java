package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.batching.BatchLayout;
import org.transformerzoo.datavec.batching.Padding;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.training.input.ModelTokenizer;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.generation.GenerationSettings;
import org.transformerzoo.zoo.generation.RecommendedSettings;
import org.transformerzoo.zoo.generation.SequenceGenerator;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;

/**
 * Writes a text for a text with a saved encoder-decoder, such as BART with its language model.
 * Batches are made of texts of similar length; order is kept. Several threads may use it at once.
 *
 * <pre>{@code
 * try (TextGenerator generator = TextGenerator.load(Path.of("bart-large-cnn"))) {
 *   String summary = generator.generate(article).text();
 * }
 * }</pre>
 */
public final class TextGenerator implements AutoCloseable {

  private static final int USUAL_BATCH = 8;

  private final Path folder;
  private final Tokenizer tokenizer;
  private final SequenceGenerator generator;
  private final int maxLength;
  private final LengthBatches batches;

  /**
   * A text that was written.
   *
   * @param text without special tokens
   * @param tokens how many were written, the end token included
   */
  public record GeneratedText(String text, int tokens) {}

  private TextGenerator(
      Path folder,
      TransformerModel model,
      Tokenizer tokenizer,
      SequenceGenerator generator,
      InferenceOptions options) {
    this.folder = folder;
    this.tokenizer = tokenizer;
    this.generator = generator;
    this.maxLength = Math.min(options.maxLength(), model.specification().config().maximumLength());
    this.batches = new LengthBatches(Padding.of(tokenizer), options.batchSize(), Integer.MAX_VALUE);
  }

  /**
   * A generator with the model of {@code folder}, which reads as many tokens as it has positions
   * and writes 8 texts together.
   */
  public static TextGenerator load(Path folder) {
    return load(folder, new InferenceOptions(Integer.MAX_VALUE, USUAL_BATCH), ExecutorKind.PLAN);
  }

  /**
   * A generator with the model of {@code folder}.
   *
   * @throws InvalidModelException if it is no model that writes texts
   * @throws org.transformerzoo.datavec.InvalidDataException if its tokenizer cannot be used
   */
  public static TextGenerator load(Path folder, InferenceOptions options, ExecutorKind executor) {
    TransformerModel model = TransformerModel.load(folder);
    SequenceGenerator generator = new SequenceGenerator(model, executor);
    try {
      Tokenizer tokenizer = ModelTokenizer.load(folder, model.specification().config());
      return new TextGenerator(folder, model, tokenizer, generator, options);
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

  /** Writes a text for {@code source}, with the settings that come with the model. */
  public GeneratedText generate(String source) {
    return generate(List.of(source)).get(0);
  }

  /** Writes a text for each of {@code sources}, with the settings that come with the model. */
  public List<GeneratedText> generate(List<String> sources) {
    return generate(sources, recommended().build());
  }

  /**
   * Writes a text for each of {@code sources}. Texts that are drawn depend on the seed and on which
   * sources are given together.
   *
   * @throws InvalidModelException if more tokens are asked for than the model has positions
   */
  public List<GeneratedText> generate(List<String> sources, GenerationSettings settings) {
    List<TextPair> inputs = sources.stream().map(TextPair::single).toList();
    return batches.map(
        tokenizer.encodeAll(inputs, Truncation.LONGEST_FIRST, maxLength).stream()
            .map(encoding -> LengthBatches.unlabelled(encoding, null))
            .toList(),
        (batch, places) -> generate(batch, settings));
  }

  private List<GeneratedText> generate(MultiDataSet batch, GenerationSettings settings) {
    INDArray ids = batch.getFeatures(BatchLayout.INPUT_IDS); // [batch, length]
    INDArray mask = batch.getFeatures(BatchLayout.ATTENTION_MASK); // [batch, length]
    return Arrays.stream(generator.generate(ids, mask, settings)).map(this::decode).toList();
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
