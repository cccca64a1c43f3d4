package org.transformerzoo.zoo.architecture.xlnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.weights.LoadPolicy;
import org.transformerzoo.zoo.weights.LoadReport;
import org.transformerzoo.zoo.weights.SourceValues;
import org.transformerzoo.zoo.weights.TensorSource;
import org.transformerzoo.zoo.weights.WeightLoader;
import org.transformerzoo.zoo.weights.WeightMapping;
import org.transformerzoo.zoo.weights.WeightMapping.Row;
import org.transformerzoo.zoo.weights.safetensors.SafetensorsSource;
import org.transformerzoo.zoo.weights.tensorflow.TensorFlowCheckpoint;

/** The authors' checkpoint fills every parameter with what transformers' own file holds. */
class XlnetTensorFlowNamesTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  @Test
  void everyParameterIsFoundBitForBit() {
    try (TensorSource expected = SafetensorsSource.open(FIXTURES.resolve("xlnet-lm"));
        TensorSource source = TensorFlowCheckpoint.open(FIXTURES.resolve("xlnet-tf"))) {
      List<Parameter> all = parameters(expected);
      FlatParameters parameters = FlatParameters.allocate(all);
      WeightMapping mapping = XlnetTensorFlowNames.mapping(all);
      LoadReport report = WeightLoader.load(source, mapping, parameters, LoadPolicy.strict());
      assertThat(report.loaded()).hasSameSizeAs(expected.names());
      for (Parameter parameter : all) {
        INDArray value = parameters.value(parameter.name());
        assertThat(value.dup('c').data().asFloat())
            .as(parameter.name())
            .isEqualTo(SourceValues.of(expected, parameter.name()));
      }
    }
  }

  @Test
  void theSummaryIsFoundUnderItsMisspeltName() {
    Parameter weight = parameter("sequence_summary.summary.weight", List.of(4L, 4L));
    Row row = XlnetTensorFlowNames.mapping(List.of(weight)).rows().get(0);
    assertThat(row.candidates().get(0).tensor()).isEqualTo("model/sequnece_summary/summary/kernel");
  }

  private static List<Parameter> parameters(TensorSource source) {
    List<Parameter> parameters = new ArrayList<>();
    source.names().forEach(name -> parameters.add(parameter(name, source.describe(name).shape())));
    return parameters;
  }

  private static Parameter parameter(String name, List<Long> shape) {
    return new Parameter(name, ParameterKind.WEIGHT_MATRIX, Depth.embeddings(), shape);
  }
}
