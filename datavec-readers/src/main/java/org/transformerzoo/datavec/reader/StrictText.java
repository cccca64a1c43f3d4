package org.transformerzoo.datavec.reader;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes that must be text in UTF-8. */
final class StrictText {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private StrictText() {}

  /**
   * The text of some bytes.
   *
   * @throws MalformedLineException if they are not UTF-8, or have a NUL character
   */
  static String decode(byte[] bytes) throws MalformedLineException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedLineException("is not valid UTF-8, expected text in UTF-8");
    }
    if (text.indexOf('\0') >= 0) {
      throw new MalformedLineException("has a NUL character, expected text in UTF-8");
    }
    return text;
  }

  /** The text of a file or of its first line, which may begin with a byte order mark. */
  static String withoutMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }
}
