package org.transformerzoo.scaleout.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.transformerzoo.scaleout.SparkMaster;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.tuning.cli.SearchArguments;
import org.transformerzoo.tuning.cli.SearchSummary;
import org.transformerzoo.tuning.cli.TerminalView;
import org.transformerzoo.tuning.search.Search;
import org.transformerzoo.tuning.search.SearchOutcome;
import org.transformerzoo.tuning.search.SearchPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tzoo-spark search}: the best configuration of a space, with runs on a cluster. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = {
      "Fine-tunes with many settings and tells which are best, as tzoo search does.",
      "As many candidates run at a time as the executors have slots; parallel is not used.",
      "Interrupted, the same command, or --resume, goes on with the candidates that are left."
    })
public final class SearchCommand implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final String PARALLEL = "parallel";

  @Mixin private SearchArguments arguments = new SearchArguments();
  @Mixin private SparkMaster master;

  @Spec
  void command(CommandSpec spec) {
    arguments.addTo(spec);
  }

  @Override
  public Integer call() throws Exception {
    if (arguments.given().containsKey(PARALLEL)) {
      throw new InvalidSettingException(
          "--parallel is for one process, expected none: Spark runs as many candidates at a time as"
              + " its executors have cores, divided by spark.task.cpus");
    }
    SearchPlan plan = arguments.plan();
    try (JavaSparkContext context = master.open("search")) {
      SearchOutcome outcome =
          new Search(plan, arguments.folder())
              .place(new SparkPlace(context))
              .view(TerminalView.ofStandardError())
              .run();
      SearchSummary summary = SearchSummary.of(outcome);
      summary.sentences().forEach(System.err::println);
      System.out.println(new ObjectMapper().writeValueAsString(summary.toMap()));
      return outcome.best().isPresent() ? 0 : FAILED;
    }
  }
}
