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

  private Protobuf() {}

  /**
   * Parses a message. Its byte strings are views of {@code bytes}, not copies.
   *
   * @param subject what messages call it, normally the file's path
   * @param kind what it should be, with its article
   * @param bytes all of the message, which must not change from now on
   * @throws InvalidModelException if it is not well-formed
   */
  public static <M extends MessageLite> M parse(
      String subject, String kind, ByteBuffer bytes, Parser<M> parser) {
    try {
      CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
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
  public static ByteBuffer wholeOf(String subject, MappedFile file) {
    if (file.size() > Integer.MAX_VALUE) {
      throw new InvalidModelException(
          "%s has %d bytes, expected at most %d, the limit of the protobuf format"
              .formatted(subject, file.size(), Integer.MAX_VALUE));
    }
    return file.whole();
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
