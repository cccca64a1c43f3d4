package org.transformerzoo.tuning.report;

import java.util.List;
import java.util.OptionalDouble;
import org.transformerzoo.tuning.markup.Element;

/**
 * A picture with two axes, a score on the one that rises. It is as narrow as a telephone, so that
 * its words can be read there too; on wider screens several are side by side.
 */
final class Plot {

  static final double WIDTH = 400;
  static final double WIDTH_OF_A_LETTER = 6.5;

  private static final double HEIGHT = 260;
  private static final double LEFT = 58;
  private static final double RIGHT = 12;
  private static final double TOP = 24;
  private static final double BOTTOM = 44;
  private static final double TICK = 5;
  private static final double LINE = 12;

  private final Axis across;
  private final Axis upwards;
  private final Element picture;

  /**
   * An empty plot.
   *
   * @param across the horizontal axis
   * @param acrossName what its values are
   * @param upwards the axis of the score
   * @param upwardsName what the score is
   */
  Plot(Axis across, String acrossName, Axis upwards, String upwardsName) {
    this.across = across;
    this.upwards = upwards;
    this.picture = picture(HEIGHT, acrossName + " and " + upwardsName);
    drawUpwards(upwardsName);
    drawAcross(acrossName);
  }

  /** An empty picture of a plot's width. */
  static Element picture(double height, String name) {
    return Element.of("svg")
        .with("viewBox", "0 0 %s %s".formatted(Element.number(WIDTH), Element.number(height)))
        .with("role", "img")
        .with("aria-label", name);
  }

  private void drawUpwards(String name) {
    picture.add(Shapes.label(0, LINE, "start", name).with("class", "name"));
    for (Axis.Tick tick : upwards.ticks()) {
      double y = y(tick.position());
      picture.add(
          Shapes.line(LEFT, y, WIDTH - RIGHT, y).with("class", "grid"),
          Shapes.label(LEFT - TICK, y + LINE / 3, "end", tick.label(), lettersWithin(LEFT - TICK)));
    }
  }

  private void drawAcross(String name) {
    double bottom = HEIGHT - BOTTOM;
    List<Axis.Tick> ticks = across.ticks();
    double room = across instanceof NamedAxis ? width() / ticks.size() : LEFT;
    picture.add(Shapes.line(LEFT, bottom, WIDTH - RIGHT, bottom).with("class", "axis"));
    for (Axis.Tick tick : ticks) {
      double x = x(tick.position());
      picture.add(
          Shapes.line(x, bottom, x, bottom + TICK).with("class", "axis"),
          Shapes.label(x, bottom + TICK + LINE, "middle", tick.label(), lettersWithin(room)));
    }
    picture.add(
        Shapes.label(x(0.5), HEIGHT - TICK, "middle", name, lettersWithin(width()))
            .with("class", "name"));
  }

  private static int lettersWithin(double room) {
    return (int) (room / WIDTH_OF_A_LETTER);
  }

  private static double width() {
    return WIDTH - LEFT - RIGHT;
  }

  Axis across() {
    return across;
  }

  /** Where a position of the horizontal axis is. */
  double x(double position) {
    return LEFT + position * width();
  }

  private double y(double position) {
    return HEIGHT - BOTTOM - position * (HEIGHT - BOTTOM - TOP);
  }

  /** Where a score is; empty for one that is not finite. */
  OptionalDouble height(double score) {
    OptionalDouble position = upwards.position(score);
    return position.isPresent()
        ? OptionalDouble.of(y(position.getAsDouble()))
        : OptionalDouble.empty();
  }

  Plot add(Element mark) {
    picture.add(mark);
    return this;
  }

  Plot addAll(List<Element> marks) {
    picture.addAll(marks);
    return this;
  }

  Element picture() {
    return picture;
  }
}
