package org.transformerzoo.zoo.hub;

import java.util.List;
import org.transformerzoo.zoo.weights.safetensors.SafetensorsSource;

/**
 * One form in which a repository may have a model's weights.
 *
 * @param label what users call the form
 * @param first the file by which the form is recognised
 * @param further files that belong to it, where the repository has them
 */
record WeightFiles(String label, HubPath first, List<HubPath> further) {

  /**
   * A file of a repository.
   *
   * @param path where it is there
   * @param name what it is called here
   */
  record HubPath(String path, String name) {

    private static HubPath of(String name) {
      return new HubPath(name, name);
    }
  }

  /** The forms from the best on. */
  static final List<WeightFiles> FORMS =
      List.of(
          single("safetensors", SafetensorsSource.SINGLE_FILE),
          single("safetensors in shards", SafetensorsSource.INDEX_FILE),
          onnx(""),
          onnx("onnx/"),
          tensorFlow("bert_model.ckpt"),
          tensorFlow("xlnet_model.ckpt"),
          tensorFlow("model.ckpt"));

  /** Forms that are not read, named so that a message can say what is there. */
  static final List<String> UNREADABLE =
      List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "tf_model.h5");

  WeightFiles {
    further = List.copyOf(further);
  }

  boolean isSafetensors() {
    return first.name().startsWith(SafetensorsSource.SINGLE_FILE);
  }

  /** Whether the first file says which others belong to it. */
  boolean isSharded() {
    return first.name().equals(SafetensorsSource.INDEX_FILE);
  }

  private static WeightFiles single(String label, String name) {
    return new WeightFiles(label, HubPath.of(name), List.of());
  }

  /** Both usual names of the file beside the model that holds what is over two gigabytes. */
  private static WeightFiles onnx(String folder) {
    return new WeightFiles(
        "ONNX",
        new HubPath(folder + "model.onnx", "model.onnx"),
        List.of(
            new HubPath(folder + "model.onnx_data", "model.onnx_data"),
            new HubPath(folder + "model.onnx.data", "model.onnx.data")));
  }

  private static WeightFiles tensorFlow(String prefix) {
    return new WeightFiles(
        "a TensorFlow checkpoint",
        HubPath.of(prefix + ".index"),
        List.of(HubPath.of(prefix + ".data-00000-of-00001")));
  }
}
