package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.transformerzoo.datavec.reader.SkippedLines;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.zoo.execution.RandomKey;

/**
 * The examples of a file in memory.
 *
 * @param file where they were read
 * @param texts the examples, at least one
 * @param declaredLabels the label names that the columns themselves declare, else empty
 * @param skipped the lines that were left out
 */
public record Examples(
    Path file, List<TextExample> texts, List<String> declaredLabels, SkippedLines skipped)
    implements ExampleData {

  /** Copies the lists. */
  public Examples {
    texts = List.copyOf(texts);
    declaredLabels = List.copyOf(declaredLabels);
  }

  @Override
  public int count() {
    return texts.size();
  }

  @Override
  public Iterator<TextExample> all() {
    return texts.iterator();
  }

  @Override
  public List<String> labels() {
    return texts.stream().flatMap(text -> text.labels().stream()).distinct().toList();
  }

  /**
   * So many of the examples, drawn at random but always the same, in the order of the file.
   *
   * @throws InvalidSettingException if there are not so many
   */
  Examples draw(int count) {
    if (count > texts.size()) {
      throw new InvalidSettingException(
          "train-examples is %d, expected at most the %d examples of %s"
              .formatted(count, texts.size(), file));
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
    SplittableRandom random = new RandomKey(0, "train-examples", 0).stream(0);
    for (int i = 0; i < count; i++) {
      Collections.swap(order, i, random.nextInt(i, order.size()));
    }
    List<TextExample> drawn = order.subList(0, count).stream().sorted().map(texts::get).toList();
    return new Examples(file, drawn, declaredLabels, skipped);
  }
}
