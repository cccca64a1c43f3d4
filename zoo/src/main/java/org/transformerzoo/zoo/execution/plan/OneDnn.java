package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_init_by_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_init_by_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The CPU as oneDNN sees it: one engine and one stream, which threads may share.
 *
 * @param engine where memory and primitives live
 * @param stream where primitives run
 */
record OneDnn(dnnl_engine engine, dnnl_stream stream) {

  /**
   * Loads the library.
   *
   * @throws LinkageError if there is none for this platform
   */
  static OneDnn load() {
    try (PointerPointer<Pointer> result = new PointerPointer<>(1)) {
      check(dnnl_engine_create(result, dnnl_cpu, 0));
      dnnl_engine engine = new dnnl_engine(result.get(0));
      check(dnnl_stream_create(result, engine, dnnl_stream_default_flags));
      return new OneDnn(engine, new dnnl_stream(result.get(0)));
    }
  }

  /** Throws unless {@code status} means success. */
  static void check(int status) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN refused a call with status " + status);
    }
  }

  /** float32 values with a distance between neighbours along each dimension. */
  static dnnl_memory_desc_t strided(long[] sizes, long[] strides) {
    return strided(dnnl_f32, sizes, strides);
  }

  private static dnnl_memory_desc_t strided(int type, long[] sizes, long[] strides) {
    dnnl_memory_desc_t descriptor = new dnnl_memory_desc_t();
    check(dnnl_memory_desc_init_by_strides(descriptor, sizes.length, sizes, type, strides));
    return descriptor;
  }

  /** A dense bfloat16 matrix of {@code rows} and {@code columns}, which may be read transposed. */
  static dnnl_memory_desc_t bfloat16(long rows, long columns, boolean transpose) {
    return transpose
        ? strided(dnnl_bf16, new long[] {columns, rows}, new long[] {1, columns})
        : strided(dnnl_bf16, new long[] {rows, columns}, new long[] {columns, 1});
  }

  /** float32 values in 'c' order. */
  static dnnl_memory_desc_t dense(long... sizes) {
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= sizes[i];
    }
    return strided(sizes, strides);
  }

  /** float32 values in whatever layout a primitive reads fastest. */
  static dnnl_memory_desc_t any(long... sizes) {
    dnnl_memory_desc_t descriptor = new dnnl_memory_desc_t();
    check(
        dnnl_memory_desc_init_by_tag(
            descriptor, sizes.length, sizes, dnnl_f32, dnnl_format_tag_any));
    return descriptor;
  }

  /** A dense [columns, rows] matrix read as [rows, columns]. */
  static dnnl_memory_desc_t transposed(long rows, long columns) {
    return strided(new long[] {rows, columns}, new long[] {1, rows});
  }
}
