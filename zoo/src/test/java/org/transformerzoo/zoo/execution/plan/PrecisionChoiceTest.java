package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

class PrecisionChoiceTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(PrecisionChoice.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    log.start();
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  private static double neverAsked(Precision precision) {
    throw new AssertionError("Nothing depends on the time of " + precision);
  }

  @ParameterizedTest
  @CsvSource({"12, 10.7, BFLOAT16", "12, 10.9, FLOAT32", "12, 60.5, FLOAT32"})
  void autoTakesBfloat16OnlyIfItIsFasterByATenth(double exact, double rounded, Precision expected) {
    Kernels kernels = KernelLibrary.best();
    assumeTrue(kernels.multipliesBfloat16());
    Map<Precision, Double> times = Map.of(Precision.FLOAT32, exact, Precision.BFLOAT16, rounded);
    assertThat(new PrecisionChoice(kernels, times::get).of(Precision.AUTO)).isEqualTo(expected);
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("%.1f ms in float32".formatted(exact), "%.1f ms in bfloat16".formatted(rounded));
  }

  @Test
  void autoIsFloat32WhereThereAreNoBfloat16Products() {
    PrecisionChoice choice =
        new PrecisionChoice(new PortableKernels(), PrecisionChoiceTest::neverAsked);
    assertThat(choice.of(Precision.AUTO)).isEqualTo(Precision.FLOAT32);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "OpenBLAS and Java has no bfloat16 products on this processor: linear layers multiply"
                + " in float32");
  }

  @Test
  void bfloat16IsRefusedWhereThereAreNoSuchProducts() {
    PrecisionChoice choice =
        new PrecisionChoice(new PortableKernels(), PrecisionChoiceTest::neverAsked);
    assertThatThrownBy(() -> choice.of(Precision.BFLOAT16))
        .isInstanceOf(UnsupportedPrecisionException.class)
        .hasMessage(
            "The precision is bfloat16, for which OpenBLAS and Java has no products on this"
                + " processor, expected float32 or auto");
  }

  @Test
  void whatIsDemandedIsNotMeasured() {
    Kernels kernels = KernelLibrary.best();
    assumeTrue(kernels.multipliesBfloat16());
    PrecisionChoice choice = new PrecisionChoice(kernels, PrecisionChoiceTest::neverAsked);
    assertThat(choice.of(Precision.BFLOAT16)).isEqualTo(Precision.BFLOAT16);
    assertThat(choice.of(Precision.FLOAT32)).isEqualTo(Precision.FLOAT32);
  }

  @Test
  void timesGrowWithTheNumberOfLayersAndDoNotCountOtherParameters() {
    Kernels kernels = KernelLibrary.best();
    assumeTrue(kernels.multipliesBfloat16());
    Parameter table =
        new Parameter("table", ParameterKind.EMBEDDING, Depth.head(), List.of(50L, 32L));
    assertThat(new ProductTiming(kernels, List.of(table)).applyAsDouble(Precision.FLOAT32))
        .isZero();
    for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
      double one = timing(kernels, 1).applyAsDouble(precision);
      assertThat(one).isPositive();
      assertThat(timing(kernels, 100).applyAsDouble(precision)).isGreaterThan(5 * one);
    }
  }

  private static ProductTiming timing(Kernels kernels, int layers) {
    return new ProductTiming(
        kernels,
        IntStream.range(0, layers)
            .mapToObj(
                layer ->
                    new Parameter(
                        "weight " + layer,
                        ParameterKind.LINEAR_WEIGHT,
                        Depth.head(),
                        List.of(96L, 64L)))
            .toList());
  }
}
