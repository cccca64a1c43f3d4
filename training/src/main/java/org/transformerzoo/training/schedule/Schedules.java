package org.transformerzoo.training.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The schedules by the words that choose them, one line each. */
public final class Schedules {

  private static final Map<String, Function<Warmup, Schedule>> ALL = table();

  private Schedules() {}

  private static Map<String, Function<Warmup, Schedule>> table() {
    Map<String, Function<Warmup, Schedule>> schedules = new LinkedHashMap<>();
    schedules.put("linear", LinearSchedule::new);
    schedules.put("constant", ConstantSchedule::new);
    return schedules;
  }

  /** The words that choose a schedule. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * The schedule called {@code name}.
   *
   * @throws IllegalArgumentException for an unknown name; the message lists the known ones
   */
  public static Schedule named(String name, Warmup warmup) {
    Function<Warmup, Schedule> schedule = ALL.get(name);
    if (schedule == null) {
      throw new IllegalArgumentException(
          "There is no schedule \"" + name + "\", expected one of " + String.join(", ", names()));
    }
    return schedule.apply(warmup);
  }
}
