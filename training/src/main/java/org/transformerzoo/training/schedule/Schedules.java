package org.transformerzoo.training.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The schedules by the words that choose them, one line each. */
public final class Schedules {

  /** The word for {@link CosineSchedule}. */
  public static final String COSINE = "cosine";

  /** The word for {@link CosineRestartsSchedule}. */
  public static final String COSINE_RESTARTS = "cosine-restarts";

  /** The word for {@link PolynomialSchedule}. */
  public static final String POLYNOMIAL = "polynomial";

  private static final Map<String, Function<ScheduleSettings, Schedule>> ALL = table();

  private Schedules() {}

  private static Map<String, Function<ScheduleSettings, Schedule>> table() {
    Map<String, Function<ScheduleSettings, Schedule>> schedules = new LinkedHashMap<>();
    schedules.put("linear", settings -> new LinearSchedule(settings.warmup()));
    schedules.put("constant", settings -> new ConstantSchedule(settings.warmup()));
    schedules.put(
        COSINE, settings -> new CosineSchedule(settings.warmup(), settings.cycles().orElse(0.5)));
    schedules.put(
        COSINE_RESTARTS,
        settings -> new CosineRestartsSchedule(settings.warmup(), settings.cycles().orElse(1)));
    schedules.put(
        POLYNOMIAL,
        settings -> new PolynomialSchedule(settings.warmup(), settings.power(), settings.end()));
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
  public static Schedule named(String name, ScheduleSettings settings) {
    Function<ScheduleSettings, Schedule> schedule = ALL.get(name);
    if (schedule == null) {
      throw new IllegalArgumentException(
          "There is no schedule \"" + name + "\", expected one of " + String.join(", ", names()));
    }
    return schedule.apply(settings);
  }
}
