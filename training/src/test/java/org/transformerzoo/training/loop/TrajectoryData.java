package org.transformerzoo.training.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.batching.Target;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.zoo.verification.NpzFile;

/** The batches of the trajectory fixture as a dataset: all examples in order. */
final class TrajectoryData {

  private TrajectoryData() {}

  static TokenizedDataset read(Path folder) {
    Map<String, INDArray> arrays = NpzFile.read(folder.resolve("batches.npz"));
    INDArray ids = arrays.get("input_ids"); // [steps, batch, length]
    INDArray mask = arrays.get("attention_mask"); // [steps, batch, length]
    INDArray labels = arrays.get("labels"); // [steps, batch]
    List<TokenizedExample> examples = new ArrayList<>();
    for (long step = 0; step < ids.size(0); step++) {
      for (long row = 0; row < ids.size(1); row++) {
        examples.add(example(ids, mask, labels, step, row));
      }
    }
    return TokenizedDataset.of(examples);
  }

  private static TokenizedExample example(
      INDArray ids, INDArray mask, INDArray labels, long step, long row) {
    int[] tokens = new int[(int) ids.size(2)];
    int length = 0;
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = ids.getInt((int) step, (int) row, i);
      length += mask.getInt((int) step, (int) row, i);
    }
    return new TokenizedExample(
        Arrays.copyOf(tokens, length),
        new int[length],
        new Target.ClassId(labels.getInt((int) step, (int) row)),
        new ExampleLocation(null, examples(step, row)));
  }

  private static long examples(long step, long row) {
    return step * 6 + row + 1;
  }

  static String parameterName(Path folder, int index) {
    try {
      return new ObjectMapper()
          .readTree(folder.resolve("recipe.json").toFile())
          .path("parameter_names")
          .path(index)
          .asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
