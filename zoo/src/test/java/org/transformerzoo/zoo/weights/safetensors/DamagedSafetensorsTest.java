package org.transformerzoo.zoo.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transformerzoo.zoo.InvalidModelException;

/** Every kind of damage is refused with one sentence that names the file and the tensor. */
class DamagedSafetensorsTest {

  @TempDir Path folder;

  @Test
  void aMissingFile() {
    Path file = folder.resolve("x.safetensors");
    assertRefused(file, file + " does not exist");
  }

  @Test
  void aFolderWithoutWeights() {
    assertRefused(
        folder, folder + " has neither model.safetensors nor model.safetensors.index.json");
  }

  @Test
  void tooFewBytesForALength() {
    assertBytesRefused(new byte[7], "holds 7 bytes, too few for a safetensors file");
    assertBytesRefused(new byte[0], "holds 0 bytes, too few for a safetensors file");
  }

  @Test
  void aHeaderLengthBeyondTheFile() {
    byte[] header = "{}".getBytes(StandardCharsets.UTF_8);
    assertBytesRefused(
        TestFile.withLength(3, header, new byte[0]),
        "the header should have 3 bytes, but only 2 follow");
    assertBytesRefused(
        TestFile.withLength(Long.MAX_VALUE, header, new byte[0]),
        "the header should have 9223372036854775807 bytes, but only 2 follow");
    assertBytesRefused(
        TestFile.withLength(-1, header, new byte[0]),
        "the header should have 18446744073709551615 bytes, but only 2 follow");
  }

  @Test
  void anAbsurdHeaderLengthWithinAHugeFile() throws IOException {
    Path file = folder.resolve("x.safetensors");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.writeLong(Long.reverseBytes(2_000_000_000L));
      sparse.setLength(3_000_000_000L);
    }
    assertRefused(file, file + ": the header has 2000000000 bytes, expected at most 100000000");
  }

  @Test
  void aTruncatedFile() {
    byte[] whole =
        TestFile.bytes("{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}", new byte[16]);
    assertBytesRefused(
        Arrays.copyOf(whole, whole.length - 1),
        "tensor a ends at byte 16 of the data, but the file holds only 15: it is truncated");
  }

  @Test
  void aHeaderThatIsNotJson() {
    assertHeaderRefused("{'a':", "the header is not valid JSON");
    assertHeaderRefused("", "the header is not");
    assertHeaderRefused("{} {}", "the header is not valid JSON");
    assertHeaderRefused("[1]", "the header is not a JSON object");
    assertBytesRefused(
        TestFile.withLength(4, new byte[] {'{', '"', (byte) 0xff, '"'}, new byte[0]),
        "the header is not UTF-8 text");
  }

  @Test
  void aTensorTwice() {
    String a = "'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}";
    assertHeaderRefused("{" + a + "," + a + "}", "Duplicate field 'a'");
  }

  @Test
  void tensorsThatOverlap() {
    assertHeaderRefused(
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
        "the tensors a and b overlap, one ends at byte 8 and the other begins at 4");
  }

  @Test
  void holes() {
    assertHeaderRefused(
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[12,16]}}",
        "the bytes 4 to 12 of the data belong to no tensor");
    assertHeaderRefused(
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}",
        "the bytes 12 to 16 of the data belong to no tensor");
    assertHeaderRefused("{}", "the bytes 0 to 16 of the data belong to no tensor");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F32 | [4] | [0,20] | ends at byte 20 of the data, but the file holds only 16",
        "F32 | [4] | [-4,12] | has the impossible data_offsets [-4, 12]",
        "F32 | [4] | [16,0] | has the impossible data_offsets [16, 0]",
        "F32 | [4] | [0] | has 1 data_offsets, expected 2",
        "F32 | [4] | 7 | has the data_offsets 7, expected a list of integers",
        "F32 | [4] | [0,1e1] | has 10.0 in its data_offsets, expected a 64-bit integer",
        "F32 | [3] | [0,16] | takes 16 bytes, but F32 of shape [3] needs 12",
        "F64 | [4] | [0,16] | takes 16 bytes, but F64 of shape [4] needs 32",
        "F32 | [-4] | [0,16] | has a negative dimension in its shape [-4]",
        "F32 | [-2,-2] | [0,16] | has a negative dimension in its shape [-2, -2]",
        "F32 | [4294967296,4294967296] | [0,16] | has an impossibly large shape [4294967296, 4294967296]",
        "F32 | [4611686018427387905] | [0,16] | has an impossibly large shape [4611686018427387905]",
        "F32 | [99999999999999999999] | [0,16] | has 99999999999999999999 in its shape",
        "F32 | ['4'] | [0,16] | has '4' in its shape, expected a 64-bit integer",
        "F32 | null | [0,16] | has the shape null, expected a list of integers",
        "F8 | [16] | [0,16] | has the dtype 'F8', expected one of [F32, F16, BF16, F64, I64,",
        "f32 | [4] | [0,16] | has the dtype 'f32', expected one of",
      })
  void aTensorThatIsDescribedWrongly(String type, String shape, String offsets, String message) {
    assertHeaderRefused(
        "{'a':{'dtype':'%s','shape':%s,'data_offsets':%s}}".formatted(type, shape, offsets),
        "tensor a " + message.replace('\'', '"'));
  }

  @Test
  void aTensorWithoutDescription() {
    assertHeaderRefused("{'a':3}", "tensor a has the dtype nothing, expected one of");
    assertHeaderRefused(
        "{'a':{'dtype':'F32','data_offsets':[0,16]}}",
        "tensor a has the shape nothing, expected a list of integers");
  }

  private void assertHeaderRefused(String header, String message) {
    assertBytesRefused(TestFile.bytes(header, new byte[16]), message);
  }

  private void assertBytesRefused(byte[] bytes, String message) {
    Path file = TestFile.write(folder.resolve("x.safetensors"), bytes);
    assertRefused(file, message);
    assertRefused(file, file.toString());
  }

  private static void assertRefused(Path path, String message) {
    assertThatThrownBy(() -> SafetensorsSource.open(path))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }
}
