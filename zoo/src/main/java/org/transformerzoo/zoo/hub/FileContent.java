package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of a file's content, on its way.
 *
 * @param start the offset of the first byte in the file
 * @param total the length of the whole file, if the server says so
 * @param stream the bytes, to be closed
 */
record FileContent(long start, OptionalLong total, InputStream stream) {

  private static final int WHOLE = 200;
  private static final int PART = 206;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");

  /** The content in {@code answer}, if the server gave any. */
  static Optional<FileContent> of(Answer answer, long offset) throws IOException {
    return switch (answer.status()) {
      case WHOLE -> Optional.of(new FileContent(0, answer.contentLength(), answer.body()));
      case PART -> Optional.of(part(answer, offset));
      default -> Optional.empty();
    };
  }

  private static FileContent part(Answer answer, long offset) throws IOException {
    Matcher range = RANGE.matcher(answer.header("Content-Range").orElse(""));
    if (!range.matches() || Long.parseLong(range.group(1)) != offset) {
      throw new IOException("the server sent another part than the one from byte " + offset);
    }
    return new FileContent(offset, Answer.number(Optional.of(range.group(2))), answer.body());
  }
}
