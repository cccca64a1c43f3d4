package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.execution.plan.HeadProduct.Operand;

/**
 * Kernels for platforms without oneDNN: products by OpenBLAS, rows in Java. Activations are left to
 * ND4J.
 */
final class PortableKernels implements Kernels {

  @Override
  public String description() {
    return "OpenBLAS and Java";
  }

  @Override
  public boolean supports(Activation activation) {
    return false;
  }

  @Override
  public boolean worksBySequence() {
    return false;
  }

  @Override
  public boolean multipliesBfloat16() {
    return false;
  }

  @Override
  public Call convert(Conversion operation, Memory memory) {
    throw new UnsupportedOperationException("OpenBLAS has no products of bfloat16");
  }

  @Override
  public Call linear(Linear operation, Memory memory) {
    Call product =
        product(
            new Product(
                operation.x(),
                false,
                operation.weight(),
                !operation.byInput(),
                operation.y(),
                false),
            memory);
    int width = Math.toIntExact(operation.out());
    FloatBuffer bias = operation.bias().map(memory::buffer).orElse(null);
    FloatBuffer mask = operation.mask().map(memory::buffer).orElse(null);
    FloatBuffer residual = operation.residual().map(memory::buffer).orElse(null);
    FloatBuffer y = memory.buffer(operation.y());
    Call epilogue =
        run -> {
          for (int i = 0; i < y.capacity(); i++) {
            float value = y.get(i) + (bias == null ? 0 : bias.get(i % width));
            value *= mask == null ? 1 : mask.get(i);
            y.put(i, value + (residual == null ? 0 : residual.get(i)));
          }
        };
    return new CallPair(product, epilogue);
  }

  @Override
  public Call product(Product operation, Memory memory) {
    FloatPointer a = memory.floats(operation.a());
    FloatPointer b = memory.floats(operation.b());
    FloatPointer c = memory.floats(operation.c());
    Matrix left = new Matrix(operation.transposeA(), operation.a().size(1));
    Matrix right = new Matrix(operation.transposeB(), operation.b().size(1));
    int rows = Math.toIntExact(operation.c().size(0));
    int columns = Math.toIntExact(operation.c().size(1));
    int inner = Math.toIntExact(operation.inner());
    float beta = operation.accumulate() ? 1 : 0;
    return run -> multiply(rows, columns, inner, 1, a, left, b, right, beta, c, columns);
  }

  @Override
  public Call headProduct(HeadProduct operation, Memory memory) {
    return headProduct(operation.a(), operation.b(), operation.c(), operation.scale(), memory);
  }

  private static Call headProduct(Operand a, Operand b, Operand c, float scale, Memory memory) {
    long[] sizes = c.sizes();
    int rows = Math.toIntExact(sizes[2]);
    int columns = Math.toIntExact(sizes[3]);
    int inner = Math.toIntExact(a.sizes()[3]);
    int stride = Math.toIntExact(c.strides()[2]);
    return run -> {
      for (long batch = 0; batch < sizes[0]; batch++) {
        for (long head = 0; head < sizes[1]; head++) {
          multiply(
              rows,
              columns,
              inner,
              scale,
              pointer(a, batch, head, memory),
              Matrix.of(a),
              pointer(b, batch, head, memory),
              Matrix.of(b),
              0,
              pointer(c, batch, head, memory),
              stride);
        }
      }
    };
  }

  private static FloatPointer pointer(Operand operand, long batch, long head, Memory memory) {
    long offset = batch * operand.strides()[0] + head * operand.strides()[1];
    Tensor tensor = operand.tensor();
    return new NativePointers.Floats(
        memory.address(tensor) + offset * Float.BYTES, tensor.length() - offset);
  }

  /** How BLAS reads a matrix. */
  private record Matrix(boolean transposed, long stride) {
    static Matrix of(Operand operand) {
      return new Matrix(operand.transposed(), operand.strides()[operand.transposed() ? 3 : 2]);
    }

    int flag() {
      return transposed ? openblas.CblasTrans : openblas.CblasNoTrans;
    }
  }

  private static void multiply(
      int rows,
      int columns,
      int inner,
      float scale,
      FloatPointer a,
      Matrix left,
      FloatPointer b,
      Matrix right,
      float beta,
      FloatPointer c,
      int stride) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        left.flag(),
        right.flag(),
        rows,
        columns,
        inner,
        scale,
        a,
        Math.toIntExact(left.stride()),
        b,
        Math.toIntExact(right.stride()),
        beta,
        c,
        stride);
  }

  @Override
  public Call attentionProbabilities(AttentionProbabilities operation, Memory memory) {
    Tensor probabilities = operation.probabilities();
    Call scores =
        headProduct(
            Operand.tokens(operation.query()),
            Operand.tokens(operation.key()).transpose(),
            Operand.scores(probabilities),
            operation.scale(),
            memory);
    INDArray array = memory.array(probabilities);
    INDArray bias = operation.bias().map(memory::array).orElse(null);
    Call biased =
        run -> {
          if (bias != null) {
            array.addi(bias);
          }
        };
    return new CallPair(
        new CallPair(scores, biased), new SoftmaxRows(probabilities, memory)::forward);
  }

  @Override
  public Call attention(Attention operation, Memory memory) {
    throw new UnsupportedOperationException("Attention as a whole has no portable kernel");
  }

  @Override
  public Call attentionGradient(AttentionGradient operation, Memory memory) {
    throw new UnsupportedOperationException("Attention as a whole has no portable kernel");
  }

  @Override
  public Call layerProducts(LayerProducts operation, Memory memory) {
    throw new UnsupportedOperationException("Products by sequence have no portable kernel");
  }

  @Override
  public Call logSoftmax(Tensor x, Tensor y, Memory memory) {
    Call copy = new Copy(x, y).bind(memory);
    return new CallPair(copy, new SoftmaxRows(y, memory)::logForward);
  }

  @Override
  public Call softmaxGradient(SoftmaxGradient operation, Memory memory) {
    SoftmaxRows rows = new SoftmaxRows(operation.y(), memory);
    FloatBuffer dy = memory.buffer(operation.dy());
    FloatBuffer dx = memory.buffer(operation.dx());
    return operation.logarithm() ? run -> rows.logBackward(dy, dx) : run -> rows.backward(dy, dx);
  }

  @Override
  public Call layerNorm(LayerNorm operation, Memory memory) {
    LayerNormRows rows = new LayerNormRows(operation, memory);
    return rows::forward;
  }

  @Override
  public Call layerNormGradient(LayerNormGradient operation, Memory memory) {
    LayerNormRows rows = new LayerNormRows(operation.forward(), memory);
    FloatBuffer dy = memory.buffer(operation.dy());
    FloatBuffer dx = memory.buffer(operation.dx());
    FloatBuffer dgain = memory.buffer(operation.dgain());
    FloatBuffer dbias = memory.buffer(operation.dbias());
    return run -> rows.backward(dy, dx, dgain, dbias);
  }

  @Override
  public Call activation(Activated operation, Memory memory) {
    throw new UnsupportedOperationException(operation.activation() + " has no portable kernel");
  }

  @Override
  public Call activationGradient(ActivationGradient operation, Memory memory) {
    throw new UnsupportedOperationException(operation.activation() + " has no portable kernel");
  }

  @Override
  public Call multiply(Multiply operation, Memory memory) {
    INDArray[] inputs = {memory.array(operation.left()), memory.array(operation.right())};
    INDArray result = memory.array(operation.product());
    return elementwise(new MulOp(inputs, new INDArray[] {result}), result, inputs);
  }

  @Override
  public Call add(Add operation, Memory memory) {
    INDArray[] inputs = {memory.array(operation.left()), memory.array(operation.right())};
    INDArray result = memory.array(operation.sum());
    return elementwise(new AddOp(inputs, new INDArray[] {result}), result, inputs);
  }

  private static Call elementwise(DynamicCustomOp function, INDArray result, INDArray... inputs) {
    OpContext context = Nd4jContexts.create(function, inputs);
    context.setOutputArray(0, result);
    return run -> Nd4jContexts.execute(function, context);
  }
}
