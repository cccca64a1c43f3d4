package org.transformerzoo.benchmarks.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.measurement.Report;
import org.transformerzoo.benchmarks.measurement.Rounds;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A comparison that can be asked for. */
@Command(mixinStandardHelpOptions = true, version = "benchmarks 0.1.0")
abstract class Verb implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DISAGREEMENT = 1;

  @Mixin private SizeOptions options = new SizeOptions();

  private final PrintStream results;

  Verb(PrintStream results) {
    this.results = results;
  }

  final SizeOptions options() {
    return options;
  }

  /** {@code kinds} without those that take part in no round. */
  static List<ContenderKind> taking(Rounds rounds, ContenderKind... kinds) {
    return Stream.of(kinds).filter(kind -> !kind.slow() || rounds.slowCount() > 0).toList();
  }

  /** Ours, {@code peers}, which have BERT only, or BERT itself, and the session. */
  static List<ContenderKind> contenders(Family family, Rounds rounds, ContenderKind... peers) {
    Stream<ContenderKind> others =
        family == Family.BERT ? Stream.of(peers) : Stream.of(ContenderKind.BERT);
    return taking(
        rounds,
        Stream.of(Stream.of(ContenderKind.OURS), others, Stream.of(ContenderKind.SESSION))
            .flatMap(kinds -> kinds)
            .toArray(ContenderKind[]::new));
  }

  /** What was compared, as results begin. */
  static Map<String, Object> header(String verb, Sizes sizes, Rounds rounds) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("verb", verb);
    header.put("architecture", sizes.family().toString());
    header.put("layers", sizes.layers());
    header.put("hidden", sizes.hidden());
    header.put("heads", sizes.heads());
    header.put("vocabulary", sizes.vocabulary());
    header.put("batch", sizes.batch());
    header.put("length", sizes.length());
    header.put("threads", sizes.threads());
    header.put("rounds", rounds.count());
    return header;
  }

  /** Prints the last line; the exit code says whether the contenders agree. */
  final int finish(Map<String, Object> numbers, List<Report> reports) {
    try {
      results.println(JSON.writeValueAsString(numbers));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The numbers cannot be written as JSON", e);
    }
    boolean agree = reports.stream().allMatch(Report::agrees);
    if (!agree) {
      System.err.println("The contenders do not compute the same numbers.");
    }
    return agree ? 0 : DISAGREEMENT;
  }
}
