package org.transformerzoo.zoo.weights.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.zoo.InvalidModelException;

/** The checkpoint of a folder is found, or the choice is put to the user. */
class TensorFlowCheckpointTest {

  @TempDir Path folder;

  @Test
  void theOnlyOne() throws IOException {
    assertThat(TensorFlowCheckpoint.find(folder)).isEmpty();
    place("other.pb");
    assertFound("other.pb");
    place("model.ckpt.index");
    assertFound("model.ckpt.index");
  }

  @Test
  void theOneThatTensorFlowWroteLast() throws IOException {
    place("model.ckpt-1.index", "model.ckpt-2.index");
    Files.writeString(
        folder.resolve("checkpoint"),
        """
        model_checkpoint_path: "/somewhere/else/model.ckpt-2"
        all_model_checkpoint_paths: "model.ckpt-1"
        """);
    assertFound("model.ckpt-2.index");
  }

  @Test
  void theUsualNameOfAGraph() throws IOException {
    place("a.pb", "frozen_graph.pb");
    assertFound("frozen_graph.pb");
  }

  @Test
  void severalOfEqualRight() throws IOException {
    place("a.index", "b.index");
    assertThatThrownBy(() -> TensorFlowCheckpoint.open(folder))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            folder
                + " has 2 TensorFlow checkpoints, a.index, b.index: give the path of one of them");
  }

  private void assertFound(String name) {
    assertThat(TensorFlowCheckpoint.find(folder)).contains(folder.resolve(name));
  }

  private void place(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }
}
