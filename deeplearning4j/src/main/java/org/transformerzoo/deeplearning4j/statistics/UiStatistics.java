package org.transformerzoo.deeplearning4j.statistics;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.util.UIDProvider;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.impl.SbeStorageMetaData;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.TrainedParameters;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.loop.TrainingPlan;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;

/**
 * Writes what happens in training to a {@code StatsStorage} as DL4J's {@code StatsListener} does
 * for its own networks, so that DL4J's training UI shows it: the loss, learning rates, mean
 * magnitudes of parameters, gradients (before clipping) and updates, memory and time.
 *
 * <pre>{@code
 * StatsStorage storage = new FileStatsStorage(new File("statistics"));
 * FineTuning.run(configuration, List.of(new UiStatistics(storage, "friendly-or-not", 10)));
 * }</pre>
 *
 * <p>The UI gets the parameters of a layer together, its matrices as {@code encoder.0_W} and the
 * rest as {@code encoder.0_b}: a line for each parameter would be hundreds. To know the updates,
 * the listener keeps a copy of all parameters over the steps that are reported.
 */
public final class UiStatistics implements TrainingListener {

  private static final String WORKER = "transformer-zoo";
  private static final double MILLIS = 1e6;
  private static final double SECOND = 1e9;

  private final StatsStorageRouter storage;
  private final String session;
  private final int everySteps;
  private TrainedParameters trained;
  private ParameterSums sums;
  private INDArray before;
  private long start;
  private long lastReport;
  private long lastStep;
  private long examples;
  private long examplesAtLastReport;

  /**
   * Writes to {@code storage}, which stays the caller's to close.
   *
   * @param session what the UI calls the run
   * @param everySteps how many steps there are from one report to the next, at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  public UiStatistics(StatsStorageRouter storage, String session, int everySteps) {
    if (everySteps < 1) {
      throw new IllegalArgumentException("everySteps is " + everySteps + ", expected at least 1");
    }
    this.storage = Objects.requireNonNull(storage, "storage");
    this.session = Objects.requireNonNull(session, "session");
    this.everySteps = everySteps;
  }

  @Override
  public void prepared(TrainedParameters parameters) {
    trained = parameters;
    sums = ParameterSums.of(parameters.parameters());
  }

  @Override
  public void started(TrainingPlan plan, long stepsTaken) {
    start = System.nanoTime();
    lastReport = start;
    lastStep = stepsTaken;
    examples = 0;
    examplesAtLastReport = 0;
    before = null;
    long now = System.currentTimeMillis();
    storage.putStorageMetaData(
        new SbeStorageMetaData(
            now,
            session,
            StatsListener.TYPE_ID,
            WORKER,
            SbeStatsInitializationReport.class,
            SbeStatsReport.class));
    storage.putStaticInfo(initialization(now));
    keepIfReported(stepsTaken + 1);
  }

  private SbeStatsInitializationReport initialization(long now) {
    SbeStatsInitializationReport report = new SbeStatsInitializationReport();
    report.reportIDs(session, StatsListener.TYPE_ID, WORKER, now);
    describeMachine(report);
    FlatParameters parameters = trained.parameters();
    report.reportModelInfo(
        ComputationGraph.class.getName(),
        LayerChain.json(sums.layers()),
        sums.segments().keySet().toArray(String[]::new),
        sums.layers().size(),
        parameters.segments().stream().mapToLong(Segment::length).sum());
    return report;
  }

  private static void describeMachine(StatsInitializationReport report) {
    RuntimeMXBean machine = ManagementFactory.getRuntimeMXBean();
    OpExecutioner executioner = Nd4j.getExecutioner();
    Map<String, String> environment = new HashMap<>();
    executioner
        .getEnvironmentInformation()
        .forEach((key, value) -> environment.put(key.toString(), String.valueOf(value)));
    report.reportSoftwareInfo(
        System.getProperty("os.arch"),
        System.getProperty("os.name"),
        machine.getVmName(),
        System.getProperty("java.version"),
        machine.getSpecVersion(),
        Nd4j.getNDArrayFactory().getClass().getName(),
        "FLOAT",
        "",
        UIDProvider.getJVMUID(),
        environment);
    report.reportHardwareInfo(
        Runtime.getRuntime().availableProcessors(),
        0,
        Runtime.getRuntime().maxMemory(),
        Pointer.maxBytes(),
        null,
        null,
        UIDProvider.getHardwareUID());
  }

  @Override
  public void stepped(StepReport step) {
    examples += step.examples();
    if (step.step() % everySteps == 0) {
      storage.putUpdate(report(step));
    }
    keepIfReported(step.step() + 1);
  }

  private void keepIfReported(long step) {
    if (step % everySteps == 0) {
      INDArray values = trained.parameters().values();
      before = before == null ? values.dup() : before.assign(values);
    }
  }

  private SbeStatsReport report(StepReport step) {
    long now = System.nanoTime();
    SbeStatsReport report = new SbeStatsReport();
    report.reportIDs(session, StatsListener.TYPE_ID, WORKER, System.currentTimeMillis());
    report.reportIterationCount(Math.toIntExact(step.step()));
    report.reportScore(step.loss());
    report.reportLearningRates(learningRates(step));
    FlatParameters parameters = trained.parameters();
    sums.tell(report, StatsType.Parameters, parameters.values());
    sums.tell(report, StatsType.Gradients, parameters.gradients());
    sums.tell(report, StatsType.Updates, before.subi(parameters.values()));
    report.reportMemoryUse(
        Runtime.getRuntime().totalMemory(),
        Runtime.getRuntime().maxMemory(),
        Pointer.totalBytes(),
        Pointer.maxBytes(),
        null,
        null);
    reportSpeed(report, step, now);
    lastReport = System.nanoTime();
    report.reportStatsCollectionDurationMS((int) ((lastReport - now) / MILLIS));
    return report;
  }

  private void reportSpeed(StatsReport report, StepReport step, long now) {
    double seconds = Math.max(1, now - lastReport) / SECOND;
    report.reportPerformance(
        (long) ((now - start) / MILLIS),
        examples,
        step.step(),
        (examples - examplesAtLastReport) / seconds,
        (step.step() - lastStep) / seconds);
    examplesAtLastReport = examples;
    lastStep = step.step();
  }

  /** What the first group has in this step, and the others in proportion. */
  private Map<String, Double> learningRates(StepReport step) {
    double first = trained.groups().get(0).learningRate();
    double factor = first == 0 ? 0 : step.learningRate() / first;
    Map<Long, Double> byPlace = new HashMap<>();
    for (ParameterGroup group : trained.groups()) {
      group
          .segments()
          .forEach(segment -> byPlace.put(segment.offset(), group.learningRate() * factor));
    }
    Map<String, Double> rates = new LinkedHashMap<>();
    sums.segments()
        .forEach(
            (name, segments) ->
                rates.put(
                    name,
                    segments.stream()
                        .mapToDouble(segment -> byPlace.getOrDefault(segment.offset(), 0.0))
                        .max()
                        .orElse(0)));
    return rates;
  }
}
