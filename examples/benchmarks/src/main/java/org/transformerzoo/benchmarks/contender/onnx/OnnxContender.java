package org.transformerzoo.benchmarks.contender.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.function.Consumer;
import org.transformerzoo.benchmarks.contender.Contender;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.workload.Batch;
import org.transformerzoo.benchmarks.workload.Work;

/** ONNX Runtime with all its optimizations, on the graph of {@link OnnxEncoder}. */
public final class OnnxContender implements Contender {

  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;

  /** Opens the model that lies in the folder of {@code setup}. */
  public OnnxContender(Setup setup) {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(setup.sizes().threads());
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      String file = setup.folder().resolve(OnnxEncoder.FILE).toString();
      this.session = environment.createSession(file, options);
      this.inputs = inputs(environment, new Batch(setup.sizes()));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, OnnxTensor> inputs(OrtEnvironment environment, Batch batch)
      throws OrtException {
    long[] shape = {batch.size(), batch.length()};
    long[] biasShape = {batch.size(), 1, 1, batch.length()};
    return Map.of(
        OnnxEncoder.IDS,
        OnnxTensor.createTensor(environment, direct(batch.longIds()), shape),
        OnnxEncoder.TYPES,
        OnnxTensor.createTensor(environment, direct(new long[batch.longIds().length]), shape),
        OnnxEncoder.SCORE_BIAS,
        OnnxTensor.createTensor(environment, direct(batch.scoreBias()), biasShape));
  }

  private static LongBuffer direct(long[] values) {
    return bytes(8 * values.length).asLongBuffer().put(values).rewind();
  }

  private static FloatBuffer direct(float[] values) {
    return bytes(4 * values.length).asFloatBuffer().put(values).rewind();
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
  }

  @Override
  public void run(Work work) {
    forward(work, values -> {});
  }

  @Override
  public void tell(Work work, Results results) {
    forward(work, hidden -> results.take("hidden", floats(hidden)));
  }

  private void forward(Work work, Consumer<OnnxTensor> reader) {
    if (work != Work.FORWARD) {
      throw new UnsupportedOperationException("ONNX Runtime infers only");
    }
    try (OrtSession.Result result = session.run(inputs)) {
      reader.accept((OnnxTensor) result.get(0));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static float[] floats(OnnxTensor tensor) {
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
