package org.transformerzoo.deeplearning4j.vertex;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.pooling.AsymmetricStage;

/**
 * What a vertex must know of its graph before it runs.
 *
 * @param parameters in the order in which they lie in the flat parameters
 * @param width of the pooled vector
 * @param asymmetric whether it asks for {@link AsymmetricStage#ROLE}
 */
record VertexGraph(List<Parameter> parameters, long width, boolean asymmetric) {

  VertexGraph {
    parameters = List.copyOf(parameters);
  }

  static VertexGraph of(ModelSpecification specification) {
    ModelGraph built = ModelGraph.build(specification, Mode.INFERENCE);
    VertexGraph facts =
        new VertexGraph(
            built.executable().parameters(),
            ModelGraph.pooledWidth(specification),
            built.executable().graph().hasVariable(AsymmetricStage.ROLE));
    facts.byKey(); // names that DL4J cannot tell apart are told here
    return facts;
  }

  /** The number of values of all parameters. */
  long length() {
    return parameters.stream().mapToLong(Parameter::length).sum();
  }

  /**
   * The parameters by the names that DL4J gets. DL4J joins the names of vertex and parameter by an
   * underscore, and parts them at the last one.
   */
  Map<String, Parameter> byKey() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (all.put(parameter.name().replace('_', '-'), parameter) != null) {
        throw new DL4JInvalidConfigException(
            "Two parameters are called " + parameter.name() + " but for underscores");
      }
    }
    return all;
  }
}
