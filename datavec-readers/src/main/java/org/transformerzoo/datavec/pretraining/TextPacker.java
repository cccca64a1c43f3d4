package org.transformerzoo.datavec.pretraining;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;
import org.transformerzoo.datavec.reader.MalformedLines;
import org.transformerzoo.datavec.reader.PlainTextReader;
import org.transformerzoo.datavec.reader.PlainTextReader.TextLine;
import org.transformerzoo.datavec.reader.TextFiles;
import org.transformerzoo.datavec.storage.RecordStore;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;

/**
 * Tokenizes plain text on all cores and packs it into sequences in a folder. Memory does not grow
 * with the text.
 *
 * @param tokenizer that of the model
 * @param packing what follows what in a sequence
 * @param maxLength the most tokens of a sequence, special tokens included
 * @param malformedLines what to do about lines that cannot be read
 * @param longestLine in bytes; a longer line is malformed
 */
public record TextPacker(
    Tokenizer tokenizer,
    Packing packing,
    int maxLength,
    MalformedLines malformedLines,
    int longestLine) {

  private static final int LINES_AT_ONCE = 1024;
  private static final int CHARACTERS_AT_ONCE = 1 << 20;

  /**
   * Packs text into {@code folder}, or opens what is complete there already.
   *
   * @throws InvalidDataException naming file and line, if text cannot be read and that is fatal by
   *     policy, or if there is none at all
   */
  public TokenStore pack(TextFiles text, Path folder) {
    SequenceFrame frame = SequenceFrame.of(tokenizer);
    if (maxLength <= frame.length()) {
      throw new IllegalArgumentException(
          "a maximum length of %d leaves no room beside the %d special tokens"
              .formatted(maxLength, frame.length()));
    }
    if (!RecordStore.isComplete(folder)) {
      write(text, folder, frame);
    }
    return TokenStore.open(folder, frame, text.files());
  }

  private void write(TextFiles text, Path folder, SequenceFrame frame) {
    try (PlainTextReader reader = new PlainTextReader(text, malformedLines, longestLine);
        TokenStoreWriter writer = new TokenStoreWriter(folder)) {
      OpenSequence open = new OpenSequence(writer, frame);
      for (List<TextLine> lines = next(reader); !lines.isEmpty(); lines = next(reader)) {
        List<Encoding> encodings =
            tokenizer.encodeAll(
                lines.stream().map(line -> TextPair.single(line.text())).toList(),
                Truncation.DO_NOT_TRUNCATE,
                0);
        for (int i = 0; i < lines.size(); i++) {
          open.add(lines.get(i), encodings.get(i));
        }
      }
      open.end();
      requireText(text, reader, writer);
      writer.finish(reader.skipped().count());
    } catch (IOException e) {
      throw new InvalidDataException(
          "The tokenized text cannot be written to %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static List<TextLine> next(PlainTextReader reader) {
    List<TextLine> lines = new ArrayList<>();
    int characters = 0;
    while (lines.size() < LINES_AT_ONCE && characters < CHARACTERS_AT_ONCE) {
      Optional<TextLine> line = reader.next();
      if (line.isEmpty()) {
        break;
      }
      lines.add(line.get());
      characters += line.get().text().length();
    }
    return lines;
  }

  private static void requireText(TextFiles text, PlainTextReader reader, TokenStoreWriter writer) {
    if (writer.sequences() == 0) {
      throw new InvalidDataException(
          "%s has no text, expected lines of text; %s"
              .formatted(text.files().get(0), reader.skipped().summary()));
    }
  }

  /** The sequence that is being filled. */
  private final class OpenSequence {

    private final TokenStoreWriter writer;
    private final SequenceFrame frame;
    private final int[] ids;
    private final TokenKind[] kinds;
    private int length;
    private TextLine first;

    OpenSequence(TokenStoreWriter writer, SequenceFrame frame) {
      this.writer = writer;
      this.frame = frame;
      this.ids = new int[maxLength - frame.length()];
      this.kinds = new TokenKind[ids.length];
    }

    void add(TextLine line, Encoding encoding) throws IOException {
      if (packing == Packing.LINES || (packing == Packing.DOCUMENTS && line.opensDocument())) {
        end();
      } else if (line.opensDocument() && length > 0) {
        for (int id : frame.separator()) {
          put(line, id, TokenKind.SPECIAL);
        }
      }
      int previous = Encoding.NO_WORD;
      for (int i = 0; i < encoding.length(); i++) {
        if (encoding.specialTokensMask()[i] == 0) {
          int word = encoding.wordIds()[i];
          put(line, encoding.inputIds()[i], kind(encoding.inputIds()[i], word, previous));
          previous = word;
        }
      }
    }

    private TokenKind kind(int id, int word, int previous) {
      if (frame.isSpecial(id)) {
        return TokenKind.SPECIAL;
      }
      return word == previous && word != Encoding.NO_WORD
          ? TokenKind.WORD_PART
          : TokenKind.WORD_START;
    }

    private void put(TextLine line, int id, TokenKind kind) throws IOException {
      if (length == 0) {
        first = line;
      }
      ids[length] = id;
      kinds[length] = kind;
      length++;
      if (length == ids.length) {
        end();
      }
    }

    void end() throws IOException {
      if (length > 0) {
        kinds[0] = kinds[0] == TokenKind.WORD_PART ? TokenKind.WORD_START : kinds[0];
        writer.add(
            Arrays.copyOf(ids, length),
            Arrays.copyOf(kinds, length),
            first.file(),
            first.location().line());
      }
      length = 0;
    }
  }
}
