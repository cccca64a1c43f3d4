package org.transformerzoo.zoo.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.zoo.InvalidModelException;

/** An index and shards that do not agree are refused with one sentence. */
class DamagedShardsTest {

  private static final String A = "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}";

  @TempDir Path folder;

  @Test
  void aMissingShard() {
    assertRefused(
        "{'weight_map':{'a':'gone.safetensors'}}",
        folder.resolve("gone.safetensors") + " does not exist, but the index names it as a shard");
  }

  @Test
  void aTensorThatIsNotInItsShard() {
    writeShard("one.safetensors");
    assertRefused(
        "{'weight_map':{'a':'one.safetensors','b':'one.safetensors'}}",
        "tensor b should be in one.safetensors, but is not there");
  }

  @Test
  void aTensorThatTheIndexDoesNotList() {
    writeShard("one.safetensors");
    TestFile.write(
        folder.resolve("two.safetensors"),
        TestFile.bytes(A.replace("'a'", "'b'"), TestFile.floats(1)));
    TestFile.write(
        folder.resolve("three.safetensors"),
        TestFile.bytes(
            "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
                + "'c':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
            TestFile.floats(1, 2)));
    assertRefused(
        "{'weight_map':{'a':'three.safetensors','b':'two.safetensors'}}",
        "three.safetensors holds the tensor c, which model.safetensors.index.json does not list");
  }

  @Test
  void aDamagedShard() {
    TestFile.write(folder.resolve("one.safetensors"), new byte[3]);
    assertRefused("{'weight_map':{'a':'one.safetensors'}}", "one.safetensors holds 3 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'../one.safetensors'",
        "'/one.safetensors'",
        "'sub/one.safetensors'",
        "'..'",
        "'.'",
        "''",
        "'..\\\\one.safetensors'",
        "'C:one.safetensors'",
        "'one\\u0000'",
        "3",
        "null"
      })
  void aShardThatIsNoFileBesideTheIndex(String shard) throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    writeShard("one.safetensors");
    Path index = inner.resolve("model.safetensors.index.json");
    writeText(index, "{'weight_map':{'a':" + shard + "}}");
    assertThatThrownBy(() -> SafetensorsSource.open(inner))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("tensor a is said to be in")
        .hasMessageContaining("expected a safetensors file beside it")
        .hasMessageContaining(index.toString());
  }

  @Test
  void anIndexThatIsNone() {
    assertRefused("{'weight_map':", "is not valid JSON");
    assertRefused("{}", "the key weight_map is missing or no JSON object");
    assertRefused("{'weight_map':[]}", "the key weight_map is missing or no JSON object");
    assertRefused("{'weight_map':{'a':'x','a':'y'}}", "Duplicate field 'a'");
  }

  @Test
  void aMissingIndex() {
    Path index = folder.resolve("other.index.json");
    assertThatThrownBy(() -> SafetensorsSource.open(index))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(index + " does not exist");
  }

  private void writeShard(String name) {
    TestFile.write(folder.resolve(name), TestFile.bytes(A, TestFile.floats(1)));
  }

  private static void writeText(Path path, String json) {
    TestFile.write(path, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private void assertRefused(String index, String message) {
    writeText(folder.resolve("model.safetensors.index.json"), index);
    assertThatThrownBy(() -> SafetensorsSource.open(folder))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }
}
