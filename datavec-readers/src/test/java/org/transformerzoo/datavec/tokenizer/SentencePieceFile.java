package org.transformerzoo.datavec.tokenizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.nd4j.shade.protobuf.CodedOutputStream;

/** Writes small SentencePiece models. */
final class SentencePieceFile {

  static final int NORMAL = 1;
  static final int UNKNOWN = 2;
  static final int CONTROL = 3;
  static final int USER_DEFINED = 4;

  private interface Content {
    void write(CodedOutputStream out) throws IOException;
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The special tokens with the ids that XLNet gives them, then the pieces of a few words. */
  static SentencePieceFile small() {
    SentencePieceFile file = new SentencePieceFile().piece("<unk>", 0, UNKNOWN);
    for (String token : new String[] {"<s>", "</s>", "<cls>", "<sep>", "<pad>", "<mask>"}) {
      file.piece(token, 0, CONTROL);
    }
    return file.piece("<eod>", 0, CONTROL)
        .piece("<eop>", 0, USER_DEFINED)
        .piece("▁", -1, NORMAL)
        .piece("▁the", -2, NORMAL)
        .piece("▁cat", -3, NORMAL)
        .piece("s", -2, NORMAL)
        .piece("▁c", -1, NORMAL)
        .piece("a", -5, NORMAL)
        .piece("7", -2, NORMAL)
        .piece(",", -2, NORMAL)
        .piece("7,", -1, NORMAL)
        .piece("\"", -2, NORMAL);
  }

  /** A map that replaces the letter x by "the". */
  static byte[] characterMap() {
    int block = 256;
    int valueAt = 200;
    int childAt = block ^ 'x';
    ByteBuffer map = ByteBuffer.allocate(4 + 2 * block * 4 + 4).order(ByteOrder.LITTLE_ENDIAN);
    map.putInt(2 * block * 4);
    map.putInt(4, block << 10);
    map.putInt(4 + 4 * childAt, (childAt ^ valueAt) << 10 | 1 << 8 | 'x');
    map.position(4 + 2 * block * 4);
    map.put("the\0".getBytes(StandardCharsets.UTF_8));
    return map.array();
  }

  SentencePieceFile piece(String text, float score, int type) {
    return message(
        1,
        out -> {
          out.writeString(1, text);
          out.writeFloat(2, score);
          out.writeEnum(3, type);
        });
  }

  /** The specification of the training; a file without one is not whole. */
  SentencePieceFile trained(int modelType) {
    return message(2, out -> out.writeEnum(3, modelType));
  }

  /** The specification of the normalisation; a file without one is not whole. */
  SentencePieceFile normalised(byte[] characterMap) {
    return message(
        3,
        out -> {
          out.writeString(1, "small");
          out.writeByteArray(2, characterMap);
        });
  }

  private SentencePieceFile message(int field, Content content) {
    try {
      ByteArrayOutputStream inner = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(inner);
      content.write(out);
      out.flush();
      CodedOutputStream outer = CodedOutputStream.newInstance(bytes);
      outer.writeByteArray(field, inner.toByteArray());
      outer.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The small model, whole. */
  static byte[] whole() {
    return small().trained(1).normalised(characterMap()).bytes();
  }
}
