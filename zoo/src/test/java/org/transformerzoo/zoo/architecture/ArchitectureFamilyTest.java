package org.transformerzoo.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.ExecutableGraph.DropoutSite;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHeads;

/** What is true of every architecture. */
class ArchitectureFamilyTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  static Stream<Architecture> all() {
    return Architectures.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void itsConfigurationNamesIt(Architecture architecture) {
    ConfigFile config = config(architecture);
    assertThat(Architectures.of(config)).isSameAs(architecture);
    assertThat(Architectures.of(config.without("model_type"))).isSameAs(architecture);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyDropoutHasAKey(Architecture architecture) {
    ConfigFile some = config(architecture);
    ConfigFile none = config(architecture);
    for (String key : architecture.dropoutKeys()) {
      some = some.with(key, 0.25);
      none = none.with(key, 0.0);
    }
    assertThat(training(some).dropouts())
        .isNotEmpty()
        .extracting(DropoutSite::probability)
        .containsOnly(0.25);
    assertThat(training(none).dropouts()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void parametersOfTheBodyHaveItsPrefixAndADepth(Architecture architecture) {
    List<Parameter> parameters = training(config(architecture)).parameters();
    assertThat(parameters)
        .filteredOn(parameter -> parameter.depth() instanceof Depth.Embeddings)
        .isNotEmpty();
    assertThat(parameters)
        .filteredOn(parameter -> !(parameter.depth() instanceof Depth.Head))
        .allMatch(parameter -> parameter.name().startsWith(architecture.parameterPrefix()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void itsGraphIsPlainSameDiff(Architecture architecture) {
    SameDiff graph = training(config(architecture)).graph();
    assertThat(graph.ops())
        .allMatch(operation -> operation.getClass().getName().startsWith("org.nd4j."));
  }

  private static ConfigFile config(Architecture architecture) {
    return ConfigFile.read(FIXTURES.resolve(architecture.modelType()));
  }

  private static ExecutableGraph training(ConfigFile config) {
    ModelSpecification classifier =
        ModelSpecification.of(
            config,
            TaskHeads.named("classification", List.of("no", "yes")),
            PoolingHeads.named("pooler"));
    return ModelGraph.build(classifier, Mode.TRAINING).executable();
  }
}
