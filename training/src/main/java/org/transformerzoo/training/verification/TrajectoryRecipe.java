package org.transformerzoo.training.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.optimizer.AdamSettings;

/**
 * How recorded trajectories were made, from {@code recipe.json}.
 *
 * @param parameterNames the order of the recorded distances
 * @param learningRate the highest learning rate
 * @param weightDecay of the parameters that decay
 * @param priorWeightDecay of the same towards the start, where a trajectory has that; else 0
 * @param adam moments and epsilon
 * @param clip largest global gradient norm
 * @param steps number of batches
 */
record TrajectoryRecipe(
    List<String> parameterNames,
    double learningRate,
    double weightDecay,
    double priorWeightDecay,
    AdamSettings adam,
    double clip,
    int steps) {

  private static final int WARMUP = 2;

  static TrajectoryRecipe read(Path file) {
    try {
      JsonNode recipe = new ObjectMapper().readTree(Files.readAllBytes(file));
      return new TrajectoryRecipe(
          StreamSupport.stream(required(file, recipe, "parameter_names").spliterator(), false)
              .map(JsonNode::asText)
              .toList(),
          required(file, recipe, "lr").asDouble(),
          required(file, recipe, "weight_decay").asDouble(),
          recipe.path("prior_weight_decay").asDouble(0),
          new AdamSettings(
              required(file, recipe, "betas").path(0).asDouble(),
              required(file, recipe, "betas").path(1).asDouble(),
              required(file, recipe, "eps").asDouble()),
          required(file, recipe, "clip_global_norm").asDouble(),
          required(file, recipe, "steps").asInt());
    } catch (IOException e) {
      throw new InvalidDataException(file + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * The factor on the learning rate at batch {@code batch}: warm-up over two, then linear decay.
   */
  double factor(int batch) {
    return batch < WARMUP ? (double) batch / WARMUP : (double) (steps - batch) / (steps - WARMUP);
  }

  private static JsonNode required(Path file, JsonNode recipe, String key) {
    if (!recipe.hasNonNull(key)) {
      throw new InvalidDataException(file + " has no key \"" + key + "\"");
    }
    return recipe.get(key);
  }
}
