package org.transformerzoo.training.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;

/** The groups of a run as a table for people: which parameters learn how fast, and which do not. */
public final class GroupTable {

  private static final String ROW = "%-32s %12s %14s %10s%n";

  private GroupTable() {}

  /** The table, a line for each group and one for what is frozen. */
  public static String of(FlatParameters parameters, List<ParameterGroup> groups) {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("group", "parameters", "learning rate", "decay"));
    long trained = 0;
    for (ParameterGroup group : groups) {
      trained += group.size();
      lines.add(
          row(
              group.name(),
              group.size(),
              number(group.learningRate()),
              number(group.weightDecay())));
    }
    long all = parameters.parameters().stream().mapToLong(Parameter::length).sum();
    if (all > trained) {
      lines.add(row("frozen", all - trained, "-", "-"));
    }
    return String.join("", lines);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private static String row(String name, long size, String learningRate, String decay) {
    return ROW.formatted(name, String.format(Locale.ROOT, "%,d", size), learningRate, decay);
  }
}
