package org.transformerzoo.zoo.parameter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.environment.HugePages;

/**
 * All parameters of a model, and their gradients, as views of two flat float32 buffers, so that
 * clipping, accumulation, optimizers and checkpoints are vector operations over segments.
 *
 * <p>Segments lie in declaration order, each starting on a 64-byte boundary; the gaps hold zeros
 * and stay zero under every elementwise update that maps zero to zero.
 */
public final class FlatParameters {

  /** Floats in 64 bytes: one cache line, one AVX-512 register. */
  private static final long ALIGNMENT = 16;

  /**
   * A parameter's place in the flat buffers.
   *
   * @param parameter whose values these are
   * @param offset index of the first value
   */
  public record Segment(Parameter parameter, long offset) {
    /** The number of values. */
    public long length() {
      return parameter.length();
    }
  }

  private final Map<String, Segment> segments;
  private final Buffers buffers;

  /** The arrays that the parameters of a model have in common with every part of them. */
  private static final class Buffers {
    private final INDArray values;
    private INDArray gradients;

    Buffers(INDArray values) {
      this.values = values;
    }

    synchronized INDArray gradients() {
      if (gradients == null) {
        gradients = zeros(values.length());
        // What is never trained then takes no memory.
        HugePages.giveBackZeros(gradients.data().address(), gradients.length() * Float.BYTES);
      }
      return gradients;
    }
  }

  private FlatParameters(Map<String, Segment> segments, Buffers buffers) {
    this.segments = segments;
    this.buffers = buffers;
  }

  /** Zero-filled buffers with room for {@code parameters}. */
  public static FlatParameters allocate(Collection<Parameter> parameters) {
    Map<String, Segment> segments = new LinkedHashMap<>();
    long offset = 0;
    for (Parameter parameter : parameters) {
      if (segments.put(parameter.name(), new Segment(parameter, offset)) != null) {
        throw new IllegalArgumentException("Two parameters are called " + parameter.name());
      }
      offset += (parameter.length() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    return new FlatParameters(segments, new Buffers(zeros(Math.max(offset, 1))));
  }

  /**
   * Some of these parameters under other names, on the same memory: its flat buffers are these
   * ones, and whatever changes there changes here.
   *
   * @param names the names here by those in the part, in the part's order
   */
  public FlatParameters part(Map<String, String> names) {
    Map<String, Segment> part = new LinkedHashMap<>();
    names.forEach(
        (name, here) -> {
          Segment segment = segment(here);
          Parameter parameter = segment.parameter();
          Parameter renamed =
              new Parameter(name, parameter.kind(), parameter.depth(), parameter.shape());
          part.put(name, new Segment(renamed, segment.offset()));
        });
    return new FlatParameters(part, buffers);
  }

  private static INDArray zeros(long length) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, length);
    HugePages.advise(array.data().address(), length * Float.BYTES);
    return array.assign(0);
  }

  /** The parameters in declaration order. */
  public List<Parameter> parameters() {
    return segments.values().stream().map(Segment::parameter).toList();
  }

  /** The segments in buffer order. */
  public List<Segment> segments() {
    return new ArrayList<>(segments.values());
  }

  /** The segment of the parameter called {@code name}. */
  public Segment segment(String name) {
    Segment segment = segments.get(name);
    if (segment == null) {
      throw new IllegalArgumentException("There is no parameter called " + name);
    }
    return segment;
  }

  /** Whether there is a parameter called {@code name}. */
  public boolean contains(String name) {
    return segments.containsKey(name);
  }

  /** All values: float32, [flat length]. */
  public INDArray values() {
    return buffers.values;
  }

  /** All gradients: float32, [flat length]; allocated when first asked for. */
  public INDArray gradients() {
    return buffers.gradients();
  }

  /** The values of one parameter, a view in its own shape. */
  public INDArray value(String name) {
    return view(values(), segment(name));
  }

  /** The gradient of one parameter, a view in its own shape. */
  public INDArray gradient(String name) {
    return view(gradients(), segment(name));
  }

  /** A view of {@code flat}, which is laid out like these buffers, at {@code segment}. */
  public static INDArray view(INDArray flat, Segment segment) {
    long[] shape = segment.parameter().dimensions();
    return Nd4j.create(flat.data(), shape, Nd4j.getStrides(shape, 'c'), segment.offset(), 'c');
  }
}
