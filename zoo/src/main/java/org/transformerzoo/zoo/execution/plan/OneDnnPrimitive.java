package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_concat_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_exec_arg_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import org.bytedeco.dnnl.const_dnnl_op_desc_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** A kernel of oneDNN, made for given shapes. oneDNN caches the machine code behind equal ones. */
final class OneDnnPrimitive implements AutoCloseable {

  private final OneDnn library;
  private final dnnl_primitive_desc descriptor;
  private final dnnl_primitive primitive;

  private OneDnnPrimitive(OneDnn library, dnnl_primitive_desc descriptor) {
    this.library = library;
    this.descriptor = descriptor;
    try (PointerPointer<Pointer> result = new PointerPointer<>(1)) {
      OneDnn.check(dnnl_primitive_create(result, descriptor));
      primitive = new dnnl_primitive(result.get(0));
    }
  }

  /**
   * Makes the primitive.
   *
   * @param operation what it computes, one of oneDNN's operation descriptors
   * @param postOperations what is done with the result before it is written
   * @param forward the forward primitive if this is a gradient, else null; may be closed after
   */
  static OneDnnPrimitive create(
      OneDnn library, Pointer operation, PostOperations postOperations, OneDnnPrimitive forward) {
    try (PointerPointer<Pointer> result = new PointerPointer<>(1)) {
      OneDnn.check(dnnl_primitive_attr_create(result));
      dnnl_primitive_attr attributes = new dnnl_primitive_attr(result.get(0));
      // Memory of our own, because oneDNN's is bound to the thread that made the primitive.
      OneDnn.check(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user));
      OneDnn.check(dnnl_primitive_attr_set_post_ops(attributes, postOperations.handle()));
      int status =
          dnnl_primitive_desc_create(
              result,
              new const_dnnl_op_desc_t(operation),
              attributes,
              library.engine(),
              forward == null ? null : forward.descriptor);
      dnnl_primitive_attr_destroy(attributes);
      OneDnn.check(status);
      return new OneDnnPrimitive(library, new dnnl_primitive_desc(result.get(0)));
    }
  }

  /** A primitive that copies from one layout, or type, to another. */
  static OneDnnPrimitive reorder(OneDnn library, dnnl_memory_desc_t from, dnnl_memory_desc_t to) {
    try (PointerPointer<Pointer> result = new PointerPointer<>(1)) {
      OneDnn.check(
          dnnl_reorder_primitive_desc_create(
              result, from, library.engine(), to, library.engine(), null));
      return new OneDnnPrimitive(library, new dnnl_primitive_desc(result.get(0)));
    }
  }

  /**
   * A primitive that puts {@code count} tensors one after the other along {@code dimension}.
   *
   * @param result its layout, which oneDNN would choose otherwise
   */
  static OneDnnPrimitive concatenation(
      OneDnn library, dnnl_memory_desc_t one, int count, int dimension, dnnl_memory_desc_t result) {
    try (PointerPointer<Pointer> descriptor = new PointerPointer<>(1);
        dnnl_memory_desc_t sources = new dnnl_memory_desc_t(count)) {
      for (int source = 0; source < count; source++) {
        sources.getPointer(source).put(one);
      }
      OneDnn.check(
          dnnl_concat_primitive_desc_create(
              descriptor, result, count, dimension, sources, null, library.engine()));
      return new OneDnnPrimitive(library, new dnnl_primitive_desc(descriptor.get(0)));
    }
  }

  /** oneDNN's name for the implementation, such as {@code brg:avx512_core} or {@code ref:any}. */
  String implementation() {
    try (PointerPointer<Pointer> result = new PointerPointer<>(1)) {
      OneDnn.check(dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, result));
      return new BytePointer(result.get(0)).getString();
    }
  }

  OneDnn library() {
    return library;
  }

  dnnl_primitive handle() {
    return primitive;
  }

  /** The layout that {@code argument} must have. */
  dnnl_memory_desc_t layout(int argument) {
    return dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, argument);
  }

  /** A handle for {@code argument} at {@code address}; the caller destroys it. */
  dnnl_memory memory(int argument, long address) {
    try (PointerPointer<Pointer> result = new PointerPointer<>(1)) {
      OneDnn.check(
          dnnl_memory_create(
              result, layout(argument), library.engine(), new NativePointers.Bytes(address)));
      return new dnnl_memory(result.get(0));
    }
  }

  /** The bytes of working memory that a run needs. */
  long scratchBytes() {
    return dnnl_memory_desc_get_size(layout(DNNL_ARG_SCRATCHPAD));
  }

  @Override
  public void close() {
    dnnl_primitive_destroy(primitive);
    dnnl_primitive_desc_destroy(descriptor);
  }
}
