package org.transformerzoo.zoo.weights;

import java.nio.ByteBuffer;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.MessageLite;
import org.nd4j.shade.protobuf.Parser;
import org.nd4j.shade.protobuf.UnsafeByteOperations;
import org.transformerzoo.zoo.InvalidModelException;

/** Messages in the protobuf format, of which lengths and nesting are not trusted. */
public final class Protobuf {

  /** Arrays of the virtual machine are a little shorter than their index allows. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private Protobuf() {}

  /**
   * Parses a message. Its byte strings are views of one copy of {@code bytes}.
   *
   * @param subject what messages call it, normally the file's path
   * @param kind what it should be, with its article
   * @param bytes all of the message
   * @throws InvalidModelException if it is not well-formed
   */
  public static <M extends MessageLite> M parse(
      String subject, String kind, ByteBuffer bytes, Parser<M> parser) {
    try {
      CodedInputStream input =
          UnsafeByteOperations.unsafeWrap(copy(subject, bytes)).newCodedInput();
      input.enableAliasing(true);
      M message = parser.parseFrom(input);
      input.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw damaged(subject, kind, firstSentence(e), e);
    } catch (StackOverflowError e) {
      // The library bounds how deep messages nest, but not unknown groups inside of map entries.
      throw damaged(subject, kind, "it is nested too deeply", e);
    }
  }

  /**
   * All bytes of {@code file}, mapped into memory.
   *
   * @throws InvalidModelException if they are more than a protobuf message can have
   */
  public static ByteBuffer wholeOf(MappedFile file) {
    if (file.size() > LARGEST) {
      throw new InvalidModelException(
          "%s has %d bytes, expected fewer than the 2 GB that a protobuf file can have"
              .formatted(file, file.size()));
    }
    return file.whole();
  }

  /**
   * The bytes on the heap: from mapped memory the library reads without a check of bounds, and a
   * damaged length can make it leave them, which ends the process.
   */
  private static byte[] copy(String subject, ByteBuffer bytes) {
    try {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return copy;
    } catch (OutOfMemoryError e) {
      throw new InvalidModelException(
          "%s has %d bytes, more than the heap has room for: give the virtual machine more by -Xmx"
              .formatted(subject, bytes.remaining()),
          e);
    }
  }

  private static InvalidModelException damaged(
      String subject, String kind, String reason, Throwable cause) {
    return new InvalidModelException(
        "%s is truncated, damaged or not %s: %s".formatted(subject, kind, reason), cause);
  }

  /** The library's messages go on with guesses about the caller's mistakes. */
  private static String firstSentence(InvalidProtocolBufferException e) {
    String message = e.getMessage() == null ? "it is malformed" : e.getMessage();
    int end = message.indexOf(". ");
    String first = end < 0 ? message : message.substring(0, end);
    return Excerpt.of(first.endsWith(".") ? first.substring(0, first.length() - 1) : first);
  }
}
