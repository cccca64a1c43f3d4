package org.transformerzoo.tuning.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.transformerzoo.tuning.space.SettingSpace;

/** Where values lie along a line, from 0 at its beginning to 1 at its end. */
sealed interface Axis permits NumberAxis, NamedAxis {

  /** Whole numbers, if they are no more, are shown one by one. */
  int MOST_WHOLE_NUMBERS = 8;

  /** Into how many parts a range of numbers is divided to compare these. */
  int PARTS_OF_A_RANGE = 4;

  /**
   * A mark on the line.
   *
   * @param position on the line, in [0, 1]
   * @param label the value there
   */
  record Tick(double position, String label) {}

  /** The axis of a setting that varies. */
  static Axis of(SettingSpace space) {
    if (space instanceof SettingSpace.Choice choice) {
      return new NamedAxis(choice.values());
    }
    if (space instanceof SettingSpace.WholeNumbers range) {
      return (long) range.high() - range.low() < MOST_WHOLE_NUMBERS
          ? new NamedAxis(IntStream.rangeClosed(range.low(), range.high()).boxed().toList())
          : new NumberAxis(range.low(), range.high(), false);
    }
    if (space instanceof SettingSpace.LogUniform range) {
      return new NumberAxis(range.low(), range.high(), true);
    }
    SettingSpace.Uniform range = (SettingSpace.Uniform) space;
    return new NumberAxis(range.low(), range.high(), false);
  }

  /** The place of a value; empty for one that is not on the axis. */
  OptionalDouble position(Object value);

  /** The marks, in their order. */
  List<Tick> ticks();

  /** How many parts of equal length it has whose values belong together. */
  int parts();

  /** The part in which a place is, from 0. */
  default int part(double position) {
    return Math.max(0, Math.min(parts() - 1, (int) (position * parts())));
  }
}
