package org.transformerzoo.zoo.parameter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.environment.HugePages;

/**
 * All parameters of a model, and their gradients, as views of two flat float32 buffers, so that
 * clipping, accumulation, optimizers and checkpoints are vector operations over segments.
 *
 * <p>Segments lie in declaration order, each starting on a 64-byte boundary; the gaps hold zeros
 * and stay zero under every elementwise update that maps zero to zero. On {@link #on somebody
 * else's} memory there are no gaps.
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

    /** Whose memory the arrays are on, if they do not own it; kept so that it is not freed. */
    private final List<INDArray> owners;

    Buffers(INDArray values) {
      this(values, List.of());
    }

    Buffers(INDArray values, List<INDArray> owners) {
      this.values = values;
      this.owners = List.copyOf(owners);
    }

    Buffers with(INDArray foreign) {
      List<INDArray> both = new ArrayList<>(owners);
      both.add(foreign);
      Buffers buffers = new Buffers(values, both);
      buffers.gradients = inPlace(foreign, values.length());
      return buffers;
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

  /**
   * Zero-filled buffers with room for {@code parameters}.
   *
   * @throws IllegalArgumentException if two of them have the same name
   */
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
   * Parameters on memory that belongs to somebody else, such as a part of the flat parameters of a
   * larger network: side by side, without gaps.
   *
   * @param values float32, [sum of the parameters' lengths]; read and written in place
   * @throws IllegalArgumentException if {@code values} is of another length or type, or has gaps
   */
  public static FlatParameters on(Collection<Parameter> parameters, INDArray values) {
    Map<String, Segment> segments = new LinkedHashMap<>();
    long offset = 0;
    for (Parameter parameter : parameters) {
      if (segments.put(parameter.name(), new Segment(parameter, offset)) != null) {
        throw new IllegalArgumentException("Two parameters are called " + parameter.name());
      }
      offset += parameter.length();
    }
    return new FlatParameters(segments, new Buffers(inPlace(values, offset), List.of(values)));
  }

  /**
   * The same parameters with their gradients on memory that belongs to somebody else, laid out like
   * the values.
   *
   * @param gradients float32, [flat length]; written in place
   * @throws IllegalArgumentException if {@code gradients} is of another length or type, or has gaps
   */
  public FlatParameters withGradients(INDArray gradients) {
    return new FlatParameters(segments, buffers.with(gradients));
  }

  /** An array of its own on the bytes of {@code view}. */
  private static INDArray inPlace(INDArray view, long length) {
    boolean plain = view.length() <= 1 || view.elementWiseStride() == 1;
    if (view.dataType() != DataType.FLOAT || view.length() != length || !plain) {
      throw new IllegalArgumentException(
          "The memory is %s %s with stride %d, expected %d floats side by side"
              .formatted(
                  view.dataType(),
                  Arrays.toString(view.shape()),
                  view.elementWiseStride(),
                  length));
    }
    FloatPointer start = new FloatPointer(view.data().pointer()).getPointer(view.offset());
    return Nd4j.create(
        Nd4j.createBuffer(start, length, DataType.FLOAT), new long[] {length}, new long[] {1}, 0);
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
    // Detached, because a caller's workspace would take the memory back.
    INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, length);
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

  /**
   * The segment of the parameter called {@code name}.
   *
   * @throws IllegalArgumentException if there is no such parameter
   */
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
