package org.transformerzoo.training.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.schedule.Schedule;
import org.transformerzoo.training.schedule.ScheduleSettings;
import org.transformerzoo.training.schedule.Schedules;
import org.transformerzoo.training.schedule.Warmup;
import org.transformerzoo.zoo.verification.ModelVerifier.Comparison;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;

/**
 * Compares every learning rate of recorded schedules, which have the names that transformers gives
 * them.
 *
 * @param file JSON with {@code base_lr}, {@code warmup}, {@code total}, {@code num_cycles}, {@code
 *     lr_end}, {@code power} and {@code lr}, the learning rates of each schedule by its name
 */
public record ScheduleVerifier(Path file) {

  /** Float rounding, relative to the highest learning rate. */
  private static final double TOLERANCE = 1e-7;

  /** What our schedules are called there; the plain constant has no warm-up. */
  private static final Map<String, String> NAMES =
      Map.of(
          "constant",
          "constant",
          "constant_with_warmup",
          "constant",
          "linear_with_warmup",
          "linear",
          "cosine_with_warmup",
          Schedules.COSINE,
          "cosine_with_hard_restarts_with_warmup",
          Schedules.COSINE_RESTARTS,
          "polynomial_decay_with_warmup",
          Schedules.POLYNOMIAL);

  /** Compares all schedules; one that is not known here is reported as not compared. */
  public Report verify() {
    JsonNode recorded = read();
    List<Comparison> comparisons = new ArrayList<>();
    List<String> notCompared = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : required(recorded, "lr").properties()) {
      if (NAMES.containsKey(entry.getKey())) {
        comparisons.add(compare(entry.getKey(), entry.getValue(), recorded));
      } else {
        notCompared.add(entry.getKey());
      }
    }
    return new Report(comparisons, notCompared);
  }

  private Comparison compare(String name, JsonNode rates, JsonNode recorded) {
    double highest = required(recorded, "base_lr").asDouble();
    long total = required(recorded, "total").asLong();
    Schedule schedule = schedule(name, recorded);
    double worst = 0;
    for (int step = 0; step < rates.size(); step++) {
      double rate = highest * schedule.factor(step, total);
      worst = Math.max(worst, Math.abs(rate - rates.get(step).asDouble()));
    }
    return new Comparison(name, worst, TOLERANCE * highest);
  }

  private Schedule schedule(String name, JsonNode recorded) {
    boolean warmsUp = !name.equals("constant");
    Warmup warmup = new Warmup(warmsUp ? required(recorded, "warmup").asDouble() : 0);
    boolean restarts = NAMES.get(name).equals(Schedules.COSINE_RESTARTS);
    OptionalDouble cycles =
        restarts
            ? OptionalDouble.of(required(recorded, "num_cycles").asDouble())
            : OptionalDouble.empty();
    double end = required(recorded, "lr_end").asDouble() / required(recorded, "base_lr").asDouble();
    return Schedules.named(
        NAMES.get(name),
        new ScheduleSettings(warmup, cycles, required(recorded, "power").asDouble(), end));
  }

  private JsonNode read() {
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InvalidDataException(file + " cannot be read: " + e.getMessage());
    }
  }

  private JsonNode required(JsonNode recorded, String key) {
    if (!recorded.hasNonNull(key)) {
      throw new InvalidDataException(file + " has no key \"" + key + "\"");
    }
    return recorded.get(key);
  }
}
