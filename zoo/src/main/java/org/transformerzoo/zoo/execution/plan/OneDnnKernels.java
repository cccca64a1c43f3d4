package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_binary_desc_t;
import org.bytedeco.dnnl.dnnl_eltwise_desc_t;
import org.bytedeco.dnnl.dnnl_inner_product_desc_t;
import org.bytedeco.dnnl.dnnl_layer_normalization_desc_t;
import org.bytedeco.dnnl.dnnl_matmul_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_softmax_desc_t;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.execution.plan.HeadProduct.Operand;

/** The kernels of oneDNN. */
final class OneDnnKernels implements Kernels {

  /** An elementwise function of oneDNN's with its parameter. */
  private record Function(int algorithm, float alpha) {}

  private static final float SIGMOID_GELU = 1.702f;

  /** From this many rows on, and up to that length of sums, inner products beat matmul. */
  private static final long MANY_ROWS = 256;

  private static final long SHORT_SUMS = 1024;

  private final OneDnn library;
  private final Map<Activation, Function> functions = functions();

  OneDnnKernels(OneDnn library) {
    this.library = library;
  }

  private static Map<Activation, Function> functions() {
    Map<Activation, Function> functions = new HashMap<>();
    functions.put(Activation.GELU, new Function(dnnl_eltwise_gelu_erf, 0));
    functions.put(Activation.GELU_TANH, new Function(dnnl_eltwise_gelu_tanh, 0));
    functions.put(Activation.GELU_SIGMOID, new Function(dnnl_eltwise_swish, SIGMOID_GELU));
    functions.put(Activation.SILU, new Function(dnnl_eltwise_swish, 1));
    functions.put(Activation.RELU, new Function(dnnl_eltwise_relu, 0));
    functions.put(Activation.TANH, new Function(dnnl_eltwise_tanh, 0));
    functions.put(Activation.SIGMOID, new Function(dnnl_eltwise_logistic, 0));
    return Map.copyOf(functions);
  }

  @Override
  public String description() {
    var version = dnnl_version();
    return "oneDNN %d.%d.%d".formatted(version.major(), version.minor(), version.patch());
  }

  @Override
  public boolean supports(Activation activation) {
    return functions.containsKey(activation);
  }

  @Override
  public Call linear(Linear operation, Memory memory) {
    dnnl_memory_desc_t result = OneDnn.dense(operation.rows(), operation.out());
    try (PostOperations post = new PostOperations()) {
      if (operation.activation() != Activation.IDENTITY) {
        Function function = functions.get(operation.activation());
        post.elementwise(function.algorithm(), function.alpha(), 0);
      }
      operation.mask().ifPresent(mask -> post.binary(dnnl_binary_mul, result, mask));
      operation.residual().ifPresent(added -> post.binary(dnnl_binary_add, result, added));
      OneDnnPrimitive primitive =
          operation.rows() >= MANY_ROWS && operation.in() <= SHORT_SUMS
              ? innerProduct(operation, result, post)
              : matmul(
                  OneDnn.dense(operation.rows(), operation.in()),
                  OneDnn.transposed(operation.in(), operation.out()),
                  operation.bias().map(bias -> OneDnn.dense(1, operation.out())).orElse(null),
                  result,
                  post);
      Map<Integer, Tensor> tensors = new HashMap<>(post.operands());
      tensors.put(DNNL_ARG_SRC, operation.x());
      tensors.put(DNNL_ARG_WEIGHTS, operation.weight());
      tensors.put(DNNL_ARG_DST, operation.y());
      operation.bias().ifPresent(bias -> tensors.put(DNNL_ARG_BIAS, bias));
      return new OneDnnCall(primitive, tensors, memory);
    }
  }

  @Override
  public Call product(Product operation, Memory memory) {
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
  public Call attention(AttentionProbabilities operation, Memory memory) {
    Tensor probabilities = operation.probabilities();
    try (PostOperations post = new PostOperations()) {
      post.scale(operation.scale());
      operation
          .bias()
          .ifPresent(bias -> post.binary(dnnl_binary_add, OneDnn.dense(bias.shape()), bias));
      Call scores =
          headProduct(
              Operand.tokens(operation.query()),
              Operand.tokens(operation.key()).transpose(),
              Operand.scores(probabilities),
              post,
              memory);
      Call softmax =
          new OneDnnCall(
              softmax(false, rows(probabilities)),
              Map.of(DNNL_ARG_SRC, probabilities, DNNL_ARG_DST, probabilities),
              memory);
      return new CallPair(scores, softmax);
    }
  }

  @Override
  public Call logSoftmax(Tensor x, Tensor y, Memory memory) {
    return new OneDnnCall(softmax(true, rows(x)), Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y), memory);
  }

  @Override
  public Call softmaxGradient(SoftmaxGradient operation, Memory memory) {
    dnnl_memory_desc_t layout = rows(operation.y());
    Pointer gradient = softmaxGradient(operation.logarithm(), layout);
    try (OneDnnPrimitive forward = softmax(operation.logarithm(), layout)) {
      return new OneDnnCall(
          primitive(gradient, forward),
          Map.of(
              DNNL_ARG_DST, operation.y(),
              DNNL_ARG_DIFF_DST, operation.dy(),
              DNNL_ARG_DIFF_SRC, operation.dx()),
          memory);
    }
  }

  private static Pointer softmaxGradient(boolean logarithm, dnnl_memory_desc_t layout) {
    dnnl_softmax_desc_t gradient = new dnnl_softmax_desc_t();
    OneDnn.check(
        logarithm
            ? dnnl_logsoftmax_backward_desc_init(gradient, layout, layout, 1)
            : dnnl_softmax_backward_desc_init(gradient, layout, layout, 1));
    return gradient;
  }

  @Override
  public Call layerNorm(LayerNorm operation, Memory memory) {
    return new OneDnnCall(
        layerNorm(operation),
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
    dnnl_memory_desc_t layout = OneDnn.dense(norm.x().shape());
    dnnl_layer_normalization_desc_t gradient = new dnnl_layer_normalization_desc_t();
    OneDnn.check(
        dnnl_layer_normalization_backward_desc_init(
            gradient,
            dnnl_backward,
            layout,
            layout,
            OneDnn.dense(norm.mean().shape()),
            norm.epsilon(),
            dnnl_use_scale | dnnl_use_shift));
    try (OneDnnPrimitive forward = layerNorm(norm)) {
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
      return new OneDnnCall(primitive(gradient, forward), tensors, memory);
    }
  }

  @Override
  public Call activation(Activated operation, Memory memory) {
    return new OneDnnCall(
        elementwise(operation.activation(), operation.x()),
        Map.of(DNNL_ARG_SRC, operation.x(), DNNL_ARG_DST, operation.y()),
        memory);
  }

  @Override
  public Call activationGradient(ActivationGradient operation, Memory memory) {
    Function function = functions.get(operation.activation());
    dnnl_memory_desc_t layout = OneDnn.dense(operation.x().shape());
    dnnl_eltwise_desc_t gradient = new dnnl_eltwise_desc_t();
    OneDnn.check(
        dnnl_eltwise_backward_desc_init(
            gradient, function.algorithm(), layout, layout, function.alpha(), 0));
    try (OneDnnPrimitive forward = elementwise(operation.activation(), operation.x())) {
      return new OneDnnCall(
          primitive(gradient, forward),
          Map.of(
              DNNL_ARG_SRC, operation.x(),
              DNNL_ARG_DIFF_DST, operation.dy(),
              DNNL_ARG_DIFF_SRC, operation.dx()),
          memory);
    }
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
    dnnl_memory_desc_t layout = OneDnn.dense(left.length());
    dnnl_binary_desc_t operation = new dnnl_binary_desc_t();
    OneDnn.check(dnnl_binary_desc_init(operation, algorithm, layout, layout, layout));
    return new OneDnnCall(
        primitive(operation, null),
        Map.of(DNNL_ARG_SRC_0, left, DNNL_ARG_SRC_1, right, DNNL_ARG_DST, result),
        memory);
  }

  private Call headProduct(Operand a, Operand b, Operand c, PostOperations post, Memory memory) {
    Map<Integer, Tensor> tensors = new HashMap<>(post.operands());
    tensors.put(DNNL_ARG_SRC, a.tensor());
    tensors.put(DNNL_ARG_WEIGHTS, b.tensor());
    tensors.put(DNNL_ARG_DST, c.tensor());
    return new OneDnnCall(matmul(layout(a), layout(b), null, layout(c), post), tensors, memory);
  }

  private static dnnl_memory_desc_t layout(Operand operand) {
    return OneDnn.strided(operand.sizes(), operand.strides());
  }

  /** The tensor as a matrix of rows of its last dimension. */
  private static dnnl_memory_desc_t rows(Tensor tensor) {
    return OneDnn.dense(tensor.length() / tensor.size(-1), tensor.size(-1));
  }

  private OneDnnPrimitive innerProduct(
      Linear operation, dnnl_memory_desc_t result, PostOperations post) {
    dnnl_inner_product_desc_t product = new dnnl_inner_product_desc_t();
    OneDnn.check(
        dnnl_inner_product_forward_desc_init(
            product,
            dnnl_forward_inference,
            OneDnn.dense(operation.rows(), operation.in()),
            OneDnn.dense(operation.out(), operation.in()),
            operation.bias().map(bias -> OneDnn.dense(operation.out())).orElse(null),
            result));
    return OneDnnPrimitive.create(library, product, post, null);
  }

  private OneDnnPrimitive matmul(
      dnnl_memory_desc_t a,
      dnnl_memory_desc_t b,
      dnnl_memory_desc_t bias,
      dnnl_memory_desc_t c,
      PostOperations post) {
    dnnl_matmul_desc_t operation = new dnnl_matmul_desc_t();
    OneDnn.check(dnnl_matmul_desc_init(operation, a, b, bias, c));
    return OneDnnPrimitive.create(library, operation, post, null);
  }

  private OneDnnPrimitive softmax(boolean logarithm, dnnl_memory_desc_t layout) {
    dnnl_softmax_desc_t operation = new dnnl_softmax_desc_t();
    OneDnn.check(
        logarithm
            ? dnnl_logsoftmax_forward_desc_init(operation, dnnl_forward_training, layout, 1)
            : dnnl_softmax_forward_desc_init(operation, dnnl_forward_training, layout, 1));
    return primitive(operation, null);
  }

  private OneDnnPrimitive layerNorm(LayerNorm norm) {
    dnnl_layer_normalization_desc_t operation = new dnnl_layer_normalization_desc_t();
    OneDnn.check(
        dnnl_layer_normalization_forward_desc_init(
            operation,
            dnnl_forward_training,
            OneDnn.dense(norm.x().shape()),
            OneDnn.dense(norm.mean().shape()),
            norm.epsilon(),
            dnnl_use_scale | dnnl_use_shift));
    return primitive(operation, null);
  }

  private OneDnnPrimitive elementwise(Activation activation, Tensor like) {
    Function function = functions.get(activation);
    dnnl_eltwise_desc_t operation = new dnnl_eltwise_desc_t();
    OneDnn.check(
        dnnl_eltwise_forward_desc_init(
            operation,
            dnnl_forward_training,
            function.algorithm(),
            OneDnn.dense(like.shape()),
            function.alpha(),
            0));
    return primitive(operation, null);
  }

  private OneDnnPrimitive primitive(Pointer operation, OneDnnPrimitive forward) {
    try (PostOperations none = new PostOperations()) {
      return OneDnnPrimitive.create(library, operation, none, forward);
    }
  }
}
