package org.transformerzoo.deeplearning4j.documented;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.iterator.BertIterator;
import org.deeplearning4j.iterator.provider.CollectionLabeledSentenceProvider;
import org.deeplearning4j.text.tokenization.tokenizerfactory.BertWordPieceTokenizerFactory;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.imports.graphmapper.tf.TFGraphMapper;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.finetuning.FileBatches;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.TransformerModel;

/** The code of docs/migrating.md, before and after. */
final class MigrationCode {

  private MigrationCode() {}

  static BertIterator bertIterator(File vocabulary, List<String> texts, List<String> labels)
      throws IOException {
    BertWordPieceTokenizerFactory tokenizer =
        new BertWordPieceTokenizerFactory(vocabulary, false, false, StandardCharsets.UTF_8);
    BertIterator iterator =
        BertIterator.builder()
            .tokenizer(tokenizer)
            .vocabMap(tokenizer.getVocab())
            .lengthHandling(BertIterator.LengthHandling.FIXED_LENGTH, 16)
            .minibatchSize(16)
            .sentenceProvider(new CollectionLabeledSentenceProvider(texts, labels, new Random(1)))
            .featureArrays(BertIterator.FeatureArrays.INDICES_MASK_SEGMENTID)
            .prependToken("[CLS]")
            .task(BertIterator.Task.SEQ_CLASSIFICATION)
            .build();
    return iterator;
  }

  static FileBatches fileBatches(Path model, Path train, Path dev) {
    FineTuningConfiguration configuration =
        FineTuningConfiguration.builder()
            .set(ModelSettings.MODEL, model)
            .set(DataSettings.TRAIN, train)
            .set(DataSettings.DEV, dev)
            .set(DataSettings.MAX_LENGTH, 16)
            .set(DataSettings.PADDING, "max-length")
            .set(DataSettings.BATCH_SIZE, 16)
            .buildPartial();
    FileBatches batches = FileBatches.open(configuration);
    return batches;
  }

  static INDArray importedGraph(File file, INDArray ids, INDArray mask, INDArray segments) {
    SameDiff graph = TFGraphMapper.importGraph(file);
    Map<String, INDArray> inputs =
        Map.of("input_ids", ids, "input_mask", mask, "segment_ids", segments);
    INDArray pooled = graph.output(inputs, "pooled_output").get("pooled_output");
    return pooled;
  }

  static INDArray importedWeights(Path folder, INDArray ids, INDArray mask, INDArray segments) {
    TransformerModel model = TransformerModel.load(folder);
    Map<String, INDArray> inputs =
        Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", segments);
    try (GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      INDArray pooled = executor.output(inputs, List.of(ModelGraph.POOLED)).get(ModelGraph.POOLED);
      return pooled;
    }
  }
}
