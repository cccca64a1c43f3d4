package org.transformerzoo.benchmarks.contender;

import java.util.Locale;
import org.transformerzoo.benchmarks.contender.djl.DjlBlockContender;
import org.transformerzoo.benchmarks.contender.djl.DjlContender;
import org.transformerzoo.benchmarks.contender.onnx.OnnxContender;
import org.transformerzoo.benchmarks.contender.own.BertContender;
import org.transformerzoo.benchmarks.contender.own.EpochContender;
import org.transformerzoo.benchmarks.contender.own.GenerationContender;
import org.transformerzoo.benchmarks.contender.own.LoadingContender;
import org.transformerzoo.benchmarks.contender.own.OwnContender;
import org.transformerzoo.datavec.batching.BatchOrder;
import org.transformerzoo.zoo.model.ExecutorKind;

/** The contenders, one line each. */
public enum ContenderKind {
  /** This project's compiled plans. */
  OURS,
  /** An encoder written by hand from DJL's NDArray operations, on PyTorch. */
  DJL_PYTORCH,
  /** DJL's own TransformerEncoderBlock, on PyTorch. */
  DJL_BLOCK,
  /** ONNX Runtime on a graph with the same weights. */
  ONNXRUNTIME,
  /** SameDiff's own session on this project's graph. */
  SESSION,
  /** Plans of this project's BERT, beside those of another family. */
  BERT,
  /** Plans that write texts. */
  GENERATION,
  /** Reads a saved model. */
  LOADING,
  /** Plans on epochs whose batches hold examples of like length. */
  OURS_UNIFORM,
  /** Plans on epochs whose batches hold examples as they come. */
  OURS_SHUFFLED,
  /** The session on epochs whose batches hold examples of like length. */
  SESSION_UNIFORM;

  /** Loads the contender into this process. */
  public Contender create(Setup setup) {
    return switch (this) {
      case OURS -> new OwnContender(setup, ExecutorKind.PLAN);
      case DJL_PYTORCH -> new DjlContender(setup);
      case DJL_BLOCK -> new DjlBlockContender(setup);
      case ONNXRUNTIME -> new OnnxContender(setup);
      case SESSION -> new OwnContender(setup, ExecutorKind.SESSION);
      case BERT -> new BertContender(setup);
      case GENERATION -> new GenerationContender(setup);
      case LOADING -> new LoadingContender(setup);
      case OURS_UNIFORM -> new EpochContender(setup, ExecutorKind.PLAN, BatchOrder.UNIFORM_LENGTH);
      case OURS_SHUFFLED -> new EpochContender(setup, ExecutorKind.PLAN, BatchOrder.SHUFFLED);
      case SESSION_UNIFORM ->
          new EpochContender(setup, ExecutorKind.SESSION, BatchOrder.UNIFORM_LENGTH);
    };
  }

  /** Its name in results. */
  public String key() {
    return (this == SESSION_UNIFORM ? SESSION : this).name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is so slow that it takes part in a few rounds only. */
  public boolean slow() {
    return this == SESSION || this == SESSION_UNIFORM;
  }
}
