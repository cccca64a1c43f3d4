package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.group.Thaw;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.optimizer.MomentumDescent;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** Every feature on every architecture: it trains, it resumes bit for bit, it keeps its word. */
class FeatureMatrixTest {

  private static final List<String> FEATURES =
      List.of(
          "optimizer=bertadam",
          "optimizer=radam lookahead=2",
          "optimizer=madgrad layer-bands=0.5,2 head-learning-rate=1e-2",
          "optimizer=sgd schedule=cosine-restarts",
          "optimizer=nd4j-nadam",
          "llrd=0.9 prior-weight-decay=0.1 prior-weight-decay-head=false",
          "mixout=0.3 mixout-mask=shared-row mixout-projections=true",
          "mixout=0.3 mixout-mask=elementwise mixout-gradient=reference accumulation=2",
          "label-smoothing=0.1 ema=0.5",
          "r-drop=1",
          "adversarial=1 adversarial-steps=2",
          "smoothness=1 smoothness-steps=2 smoothness-size=1e-3 accumulation=2",
          "reinit-layers=1 reinit-pooler=true swa-start=1 swa-learning-rate=1e-3",
          "freeze=1 accumulation=2",
          "freeze=body",
          "unfreeze-every=2 steps=11",
          "mixout=0.2 adversarial=0.5 llrd=0.9 label-smoothing=0.1 swa-start=2 lookahead=2");

  @TempDir private Path folder;

  private static final class Crash extends RuntimeException {}

  private static final class Recorder implements TrainingListener {
    private final List<Double> losses = new ArrayList<>();
    private final long crash;

    Recorder(long crash) {
      this.crash = crash;
    }

    @Override
    public void stepped(StepReport report) {
      losses.add(report.loss());
      if (report.step() == crash) {
        throw new Crash();
      }
    }
  }

  private static Stream<Arguments> matrix() {
    return Arrays.stream(TinyArchitecture.values())
        .flatMap(a -> FEATURES.stream().map(feature -> Arguments.of(a, feature)));
  }

  private static FineTuningConfiguration.Builder with(
      FineTuningConfiguration.Builder builder, String settings) {
    builder.set("steps", 3).set("accumulation", 1).set("checkpoint-steps", 1);
    for (String setting : settings.split(" ")) {
      int equals = setting.indexOf('=');
      builder.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return builder;
  }

  private static byte[] weights(Path output) throws IOException {
    return Files.readAllBytes(output.resolve("model.safetensors"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("matrix")
  void trainsAndResumesBitForBit(TinyArchitecture architecture, String feature) throws IOException {
    TinyRun run = new TinyRun(folder, architecture);
    Recorder whole = new Recorder(-1);
    FineTuning.run(with(run.configuration("whole"), feature).build(), List.of(whole));
    assertThat(whole.losses).hasSizeGreaterThanOrEqualTo(3).allMatch(Double::isFinite);
    FineTuningConfiguration broken = with(run.configuration("broken"), feature).build();
    assertThatThrownBy(() -> FineTuning.run(broken, List.of(new Recorder(2))))
        .isInstanceOf(Crash.class);
    FineTuning.run(broken, List.of());
    assertThat(weights(folder.resolve("broken"))).isEqualTo(weights(folder.resolve("whole")));
  }

  /** What is left alone in a run with {@code setting}, by what the parameters are. */
  private void leavesAlone(TinyRun run, String setting, Predicate<Parameter> untouched) {
    FineTuning.run(with(run.configuration("out"), setting).build(), List.of());
    TransformerModel after = TransformerModel.load(folder.resolve("out"));
    TransformerModel before =
        TransformerModel.load(run.model(), after.specification(), LoadPolicy.fineTuning());
    int moved = 0;
    for (Parameter parameter : before.parameters().parameters()) {
      String name = parameter.name();
      float[] was = before.parameters().value(name).dup().data().asFloat();
      float[] is = after.parameters().value(name).dup().data().asFloat();
      if (untouched.test(parameter)) {
        assertThat(is).as(name).isEqualTo(was);
      } else if (!Arrays.equals(is, was)) {
        moved++;
      }
    }
    assertThat(moved).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsFrozenIsUntouched(TinyArchitecture architecture) {
    TinyRun run = new TinyRun(folder, architecture);
    Map<String, Predicate<Parameter>> frozen =
        Map.of(
            "embeddings",
            p -> p.depth() instanceof Depth.Embeddings,
            "1",
            p -> p.depth() instanceof Depth.Embeddings || p.depth().equals(Depth.encoderLayer(0)),
            "body",
            p -> p.depth() instanceof Depth.Embeddings || p.depth() instanceof Depth.Layer);
    frozen.forEach((word, untouched) -> leavesAlone(run, "freeze=" + word, untouched));
  }

  @ParameterizedTest
  @EnumSource
  void layersJoinFromTheTopDownwards(TinyArchitecture architecture) {
    ConfigFile file = ConfigFile.parse("config.json", architecture.config(TinyRun.WIDTH));
    FlatParameters parameters =
        TransformerModel.create(ModelSpecification.bodyOf(file), 1).parameters();
    Thaw thaw = Thaw.of(parameters, 2);
    List<ParameterGroup> groups =
        new DecayGrouping(1, 0, OptionalDouble.empty()).groups(parameters);
    BlockOptimizer optimizer = new BlockOptimizer(new MomentumDescent(0), parameters, groups, thaw);
    INDArray start = parameters.values().dup();
    parameters.gradients().assign(1);
    for (int step = 1; step <= thaw.lastStart() + 1; step++) {
      optimizer.step(1, 1);
      for (FlatParameters.Segment segment : parameters.segments()) {
        long steps = Math.max(0, step - thaw.start(segment.parameter()));
        INDArray went =
            FlatParameters.view(start, segment).sub(parameters.value(segment.parameter().name()));
        assertThat(went.meanNumber().doubleValue())
            .as("%s after %d steps", segment.parameter().name(), step)
            .isCloseTo((double) steps, within(1e-4));
      }
    }
    assertThat(thaw.start(parameters.parameters().get(0))).isEqualTo(thaw.lastStart());
  }
}
