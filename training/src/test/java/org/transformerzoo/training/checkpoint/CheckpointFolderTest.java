package org.transformerzoo.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointFolderTest {

  @TempDir private Path root;

  private final INDArray values = Nd4j.linspace(DataType.FLOAT, -3, 0.001, 5_003);

  private record Numbers(long step, String note) {}

  private CheckpointFolder folder() {
    return new CheckpointFolder(root.resolve("checkpoints"));
  }

  private void save(long step) {
    ObjectNode position = JsonNodeFactory.instance.objectNode().put("step", step).put("note", "x");
    folder().save(step, Map.of("seed", "1"), position, Map.of("values", values));
  }

  private List<String> names() throws IOException {
    try (var members = Files.list(root.resolve("checkpoints"))) {
      return members.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private SavedCheckpoint newest() {
    return folder().open(folder().newestFirst().get(0));
  }

  @Test
  void whatIsReadIsWhatWasSaved() {
    save(12);
    INDArray read = Nd4j.zeros(DataType.FLOAT, values.length());
    newest().read("values", read);
    assertThat(read.toFloatVector()).isEqualTo(values.toFloatVector());
    assertThat(newest().position(Numbers.class)).isEqualTo(new Numbers(12, "x"));
    assertThat(newest().fingerprint()).containsEntry("seed", "1");
  }

  @Test
  void theLatestReplacesTheOthers() throws IOException {
    save(1);
    save(2);
    save(2);
    assertThat(names()).containsExactly("step-000000002");
  }

  @Test
  void leftoversOfAKilledProcessAreNoCheckpointsAndAreCleanedUp() throws IOException {
    save(1);
    Path leftover = root.resolve("checkpoints").resolve("step-000000009.incomplete");
    Files.createDirectories(leftover);
    Files.writeString(leftover.resolve("values.f32"), "cut off");
    assertThat(folder().newestFirst()).hasSize(1);
    save(2);
    assertThat(names()).containsExactly("step-000000002");
  }

  @Test
  void aFailedSaveLeavesTheEarlierOneAndNothingElse() throws IOException {
    save(1);
    // An array's name that cannot be a file fails in the middle of writing.
    Map<String, INDArray> arrays = Map.of("no/such/folder", values);
    assertThatThrownBy(
            () -> folder().save(2, Map.of(), JsonNodeFactory.instance.objectNode(), arrays))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("step-000000002 could not be written")
        .hasMessageContaining("step-000000001 is intact");
    assertThat(names()).containsExactly("step-000000001");
  }

  @Test
  void damageIsNoticed() throws IOException {
    save(1);
    Path file = newest().folder().resolve("values.f32");
    byte[] bytes = Files.readAllBytes(file);
    INDArray read = Nd4j.zeros(DataType.FLOAT, values.length());
    bytes[1000] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> newest().read("values", read))
        .isInstanceOf(DamagedCheckpointException.class)
        .hasMessageContaining("values.f32 has the checksum ");
    Files.write(file, new byte[4]);
    assertThatThrownBy(() -> newest().read("values", read))
        .isInstanceOf(DamagedCheckpointException.class)
        .hasMessageContaining("has 4 bytes for 5003 floats, expected 20012 bytes");
    assertThatThrownBy(() -> newest().read("best", read))
        .hasMessageContaining("has no array \"best\"");
  }

  @Test
  void aBrokenManifestIsNoticed() throws IOException {
    save(1);
    Path manifest = newest().folder().resolve("manifest.json");
    Files.writeString(manifest, "{\"format\": 7}");
    assertThatThrownBy(this::newest)
        .isInstanceOf(DamagedCheckpointException.class)
        .hasMessageContaining("has format 7, expected 2");
    Files.writeString(manifest, "{");
    assertThatThrownBy(this::newest).isInstanceOf(DamagedCheckpointException.class);
  }
}
