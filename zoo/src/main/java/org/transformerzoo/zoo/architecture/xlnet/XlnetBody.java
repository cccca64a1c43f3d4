package org.transformerzoo.zoo.architecture.xlnet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/** Builds the layers: one stream of contents and, where there are targets, one of queries. */
final class XlnetBody {

  /** Name of the word embeddings, to which the language-model head is tied. */
  static final String WORD_EMBEDDINGS = "transformer.word_embedding.weight";

  private static final String LAST_HIDDEN_STATE = "last_hidden_state";

  private final GraphBuilder builder;
  private final SameDiff graph;
  private final XlnetConfig config;
  private final XlnetInputs inputs;
  private final XlnetMemories memories;
  private final List<SDVariable> hiddenStates = new ArrayList<>();
  private final List<SDVariable> attentions = new ArrayList<>();
  private final List<SDVariable> newMemories = new ArrayList<>();

  XlnetBody(GraphBuilder builder, XlnetConfig config, Set<ModelInput> chosen) {
    this.builder = builder;
    this.graph = builder.graph();
    this.config = config;
    this.inputs = XlnetInputs.declare(builder, config, chosen);
    this.memories = new XlnetMemories(graph, config, inputs);
  }

  Transformer build(Architecture architecture) {
    SDVariable maskEmbedding =
        builder.parameter(
            "transformer.mask_emb",
            ParameterKind.EMBEDDING,
            Depth.embeddings(),
            1,
            1,
            config.hiddenSize());
    SDVariable content = words(); // [batch·length, hidden]
    Optional<SDVariable> query = queryStream(maskEmbedding); // [batch·targets, hidden]
    XlnetMasks masks = XlnetMasks.add(graph, config, inputs);
    XlnetPositions positions = XlnetPositions.add(builder, config, inputs, "transformer.pos_emb");
    XlnetLayer layer = new XlnetLayer(builder, config, inputs, masks, positions);
    publishHiddenState(content);
    for (int index = 0; index < config.layers(); index++) {
      String name = "transformer.layer." + index;
      Depth depth = Depth.encoderLayer(index);
      XlnetWeights weights = XlnetWeights.declare(builder, config, name, depth);
      SDVariable seen = hiddenStates.get(index); // [batch, length, hidden]
      newMemories.add(memories.handOn(index, seen));
      XlnetLayer.Streams streams =
          layer.add(name, weights, content, query, memories.before(index, content, seen));
      streams.probabilities().rename(Transformer.ATTENTIONS + index);
      attentions.add(streams.probabilities());
      content = streams.content(); // [batch·length, hidden]
      query = streams.query(); // [batch·targets, hidden]
      publishHiddenState(content);
    }
    return transformer(architecture, content, query);
  }

  private SDVariable words() {
    SDVariable table =
        builder.embeddingTable(
            WORD_EMBEDDINGS, Depth.embeddings(), config.vocabularySize(), config.hiddenSize());
    SDVariable words = builder.words(table, inputs.tokens().inputIds(), table.name());
    return builder.dropout(
        "transformer.word_embedding",
        words,
        config.dropout(),
        inputs.queries().rows(config.hiddenSize()));
  }

  /** The same vector for each target, which knows only where it is: [batch·targets, hidden]. */
  private Optional<SDVariable> queryStream(SDVariable maskEmbedding) {
    return inputs
        .targets()
        .map(
            targets -> {
              SDVariable rows = targets.batch().mul(targets.length());
              SDVariable width = graph.constant((long) config.hiddenSize());
              SDVariable zeros = graph.fill(graph.stack(0, rows, width), DataType.FLOAT, 0.0);
              SDVariable stream = zeros.add(graph.reshape(maskEmbedding, -1));
              return builder.dropout(
                  "transformer.mask_emb",
                  stream,
                  config.dropout(),
                  targets.rows(config.hiddenSize()));
            });
  }

  private Transformer transformer(
      Architecture architecture, SDVariable content, Optional<SDVariable> query) {
    Positions positions = inputs.targets().orElse(inputs.queries());
    SDVariable output =
        builder.dropout(
            "transformer.output",
            query.orElse(content),
            config.dropout(),
            positions.rows(config.hiddenSize()));
    SDVariable last = graph.reshape(output, positions.shape(graph, config.hiddenSize()));
    last.rename(LAST_HIDDEN_STATE); // [batch, length or targets, hidden]
    Map<String, List<SDVariable>> observations = new LinkedHashMap<>();
    observations.put("hidden_states", hiddenStates);
    observations.put("attentions", attentions);
    observations.put(LAST_HIDDEN_STATE, List.of(last));
    observations.put("new_mems", newMemories);
    return new Transformer(
        architecture,
        config,
        inputs.tokens(),
        hiddenStates,
        attentions,
        last,
        positions,
        observations);
  }

  private void publishHiddenState(SDVariable hidden) {
    SDVariable shaped = graph.reshape(hidden, inputs.queries().shape(graph, config.hiddenSize()));
    shaped.rename(Transformer.HIDDEN_STATES + hiddenStates.size());
    hiddenStates.add(shaped); // [batch, length, hidden]
  }
}
