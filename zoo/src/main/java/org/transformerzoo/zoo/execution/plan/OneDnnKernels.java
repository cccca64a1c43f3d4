package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.execution.plan.HeadProduct.Operand;

/** The kernels of oneDNN. */
final class OneDnnKernels implements Kernels {

  /** From this many rows on, and up to that length of sums, inner products beat matmul. */
  private static final long MANY_ROWS = 256;

  private static final long SHORT_SUMS = 1024;

  private final OneDnnPrimitives primitives;
  private final OneDnnAttention attention;
  private final OneDnnLayerProducts layerProducts;
  private final Bfloat16Products bfloat16;

  OneDnnKernels(OneDnn library) {
    this.primitives = new OneDnnPrimitives(library);
    this.attention = new OneDnnAttention(primitives);
    this.layerProducts = new OneDnnLayerProducts(primitives);
    this.bfloat16 = new Bfloat16Products(primitives);
  }

  @Override
  public String description() {
    var version = dnnl_version();
    return "oneDNN %d.%d.%d".formatted(version.major(), version.minor(), version.patch());
  }

  @Override
  public boolean supports(Activation activation) {
    return primitives.has(activation);
  }

  @Override
  public boolean worksBySequence() {
    return true;
  }

  @Override
  public boolean multipliesBfloat16() {
    return bfloat16.areFast();
  }

  @Override
  public Call convert(Conversion operation, Memory memory) {
    return bfloat16.convert(operation, memory);
  }

  @Override
  public Call linear(Linear operation, Memory memory) {
    dnnl_memory_desc_t result = OneDnn.dense(operation.rows(), operation.out());
    try (PostOperations post = new PostOperations()) {
      if (operation.activation() != Activation.IDENTITY) {
        primitives.append(operation.activation(), post);
      }
      operation.mask().ifPresent(mask -> post.binary(dnnl_binary_mul, result, mask));
      operation.residual().ifPresent(added -> post.binary(dnnl_binary_add, result, added));
      Optional<PackedWeights> packed = memory.packed(operation.weight());
      OneDnnPrimitive primitive = linear(operation, result, post, packed.isPresent());
      Map<Integer, Tensor> tensors = new HashMap<>(post.operands());
      tensors.put(DNNL_ARG_SRC, operation.x());
      tensors.put(DNNL_ARG_WEIGHTS, operation.weight());
      tensors.put(DNNL_ARG_DST, operation.y());
      operation.bias().ifPresent(bias -> tensors.put(DNNL_ARG_BIAS, bias));
      Map<Integer, Long> addresses = OneDnnCall.addresses(tensors, memory);
      packed.ifPresent(
          copies ->
              addresses.compute(
                  DNNL_ARG_WEIGHTS,
                  (argument, source) -> packed(operation, primitive, copies, source)));
      return new OneDnnCall(primitive, addresses, memory.scratch());
    }
  }

  private OneDnnPrimitive linear(
      Linear operation, dnnl_memory_desc_t result, PostOperations post, boolean packed) {
    if (operation.x().type() == DataType.BFLOAT16) {
      return bfloat16.linear(operation, result, post);
    }
    if (!packed
        && !operation.byInput()
        && operation.rows() >= MANY_ROWS
        && operation.in() <= SHORT_SUMS) {
      return primitives.innerProduct(operation, result, post);
    }
    long in = operation.in();
    long out = operation.out();
    return primitives.matmul(
        OneDnn.dense(operation.rows(), in),
        packed ? OneDnn.any(in, out) : weight(operation),
        operation.bias().map(bias -> OneDnn.dense(1, out)).orElse(null),
        result,
        post);
  }

  /** The weight as it lies, read as [in, out]. */
  private static dnnl_memory_desc_t weight(Linear operation) {
    return operation.byInput()
        ? OneDnn.dense(operation.in(), operation.out())
        : OneDnn.transposed(operation.in(), operation.out());
  }

  private static long packed(
      Linear operation, OneDnnPrimitive primitive, PackedWeights copies, long source) {
    return copies.address(
        primitive.library(),
        operation.weight().root().name() + (operation.byInput() ? " by input" : ""),
        source,
        weight(operation),
        primitive.layout(DNNL_ARG_WEIGHTS));
  }

  @Override
  public Call product(Product operation, Memory memory) {
    if (operation.a().type() == DataType.BFLOAT16) {
      return bfloat16.product(operation, memory);
    }
    byte transposeA = (byte) (operation.transposeA() ? 'T' : 'N');
    byte transposeB = (byte) (operation.transposeB() ? 'T' : 'N');
    FloatPointer a = memory.floats(operation.a());
    FloatPointer b = memory.floats(operation.b());
    FloatPointer c = memory.floats(operation.c());
    long rows = operation.c().size(0);
    long columns = operation.c().size(1);
    long inner = operation.inner();
    long strideA = operation.a().size(1);
    long strideB = operation.b().size(1);
    float beta = operation.accumulate() ? 1 : 0;
    return run ->
        OneDnn.check(
            dnnl_sgemm(
                transposeA,
                transposeB,
                rows,
                columns,
                inner,
                1f,
                a,
                strideA,
                b,
                strideB,
                beta,
                c,
                columns));
  }

  @Override
  public Call headProduct(HeadProduct operation, Memory memory) {
    try (PostOperations post = new PostOperations()) {
      if (operation.scale() != 1) {
        post.scale(operation.scale());
      }
      return headProduct(operation.a(), operation.b(), operation.c(), post, memory);
    }
  }

  @Override
  public Call attentionProbabilities(AttentionProbabilities operation, Memory memory) {
    return attention.probabilities(operation, memory);
  }

  @Override
  public Call logSoftmax(Tensor x, Tensor y, Memory memory) {
    return new OneDnnCall(
        primitives.softmax(true, rows(x)), Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y), memory);
  }

  @Override
  public Call attention(Attention operation, Memory memory) {
    return attention.forward(operation, memory);
  }

  @Override
  public Call attentionGradient(AttentionGradient operation, Memory memory) {
    return attention.gradient(operation, memory);
  }

  @Override
  public Call layerProducts(LayerProducts operation, Memory memory) {
    return layerProducts.bind(operation, memory);
  }

  @Override
  public Call softmaxGradient(SoftmaxGradient operation, Memory memory) {
    return new OneDnnCall(
        primitives.softmaxGradient(operation.logarithm(), rows(operation.y())),
        Map.of(
            DNNL_ARG_DST, operation.y(),
            DNNL_ARG_DIFF_DST, operation.dy(),
            DNNL_ARG_DIFF_SRC, operation.dx()),
        memory);
  }

  @Override
  public Call layerNorm(LayerNorm operation, Memory memory) {
    return new OneDnnCall(
        primitives.layerNorm(operation),
        Map.of(
            DNNL_ARG_SRC, operation.x(),
            DNNL_ARG_SCALE, operation.gain(),
            DNNL_ARG_SHIFT, operation.bias(),
            DNNL_ARG_DST, operation.y(),
            DNNL_ARG_MEAN, operation.mean(),
            DNNL_ARG_VARIANCE, operation.variance()),
        memory);
  }

  @Override
  public Call layerNormGradient(LayerNormGradient operation, Memory memory) {
    LayerNorm norm = operation.forward();
    Map<Integer, Tensor> tensors = new HashMap<>();
    tensors.put(DNNL_ARG_SRC, norm.x());
    tensors.put(DNNL_ARG_SCALE, norm.gain());
    tensors.put(DNNL_ARG_SHIFT, norm.bias());
    tensors.put(DNNL_ARG_MEAN, norm.mean());
    tensors.put(DNNL_ARG_VARIANCE, norm.variance());
    tensors.put(DNNL_ARG_DIFF_DST, operation.dy());
    tensors.put(DNNL_ARG_DIFF_SRC, operation.dx());
    tensors.put(DNNL_ARG_DIFF_SCALE, operation.dgain());
    tensors.put(DNNL_ARG_DIFF_SHIFT, operation.dbias());
    return new OneDnnCall(primitives.layerNormGradient(norm), tensors, memory);
  }

  @Override
  public Call activation(Activated operation, Memory memory) {
    return new OneDnnCall(
        primitives.activation(operation.activation(), operation.x().shape()),
        Map.of(DNNL_ARG_SRC, operation.x(), DNNL_ARG_DST, operation.y()),
        memory);
  }

  @Override
  public Call activationGradient(ActivationGradient operation, Memory memory) {
    return new OneDnnCall(
        primitives.activationGradient(operation.activation(), operation.x().shape()),
        Map.of(
            DNNL_ARG_SRC, operation.x(),
            DNNL_ARG_DIFF_DST, operation.dy(),
            DNNL_ARG_DIFF_SRC, operation.dx()),
        memory);
  }

  @Override
  public Call multiply(Multiply operation, Memory memory) {
    return binary(
        dnnl_binary_mul, operation.left(), operation.right(), operation.product(), memory);
  }

  @Override
  public Call add(Add operation, Memory memory) {
    return binary(dnnl_binary_add, operation.left(), operation.right(), operation.sum(), memory);
  }

  private Call binary(int algorithm, Tensor left, Tensor right, Tensor result, Memory memory) {
    return new OneDnnCall(
        primitives.binary(algorithm, left.length()),
        Map.of(DNNL_ARG_SRC_0, left, DNNL_ARG_SRC_1, right, DNNL_ARG_DST, result),
        memory);
  }

  private Call headProduct(Operand a, Operand b, Operand c, PostOperations post, Memory memory) {
    Map<Integer, Tensor> tensors = new HashMap<>(post.operands());
    tensors.put(DNNL_ARG_SRC, a.tensor());
    tensors.put(DNNL_ARG_WEIGHTS, b.tensor());
    tensors.put(DNNL_ARG_DST, c.tensor());
    return new OneDnnCall(
        primitives.matmul(layout(a), layout(b), null, layout(c), post), tensors, memory);
  }

  private static dnnl_memory_desc_t layout(Operand operand) {
    return OneDnn.strided(operand.sizes(), operand.strides());
  }

  /** The tensor as a matrix of rows of its last dimension. */
  private static dnnl_memory_desc_t rows(Tensor tensor) {
    return OneDnn.dense(tensor.length() / tensor.size(-1), tensor.size(-1));
  }
}
