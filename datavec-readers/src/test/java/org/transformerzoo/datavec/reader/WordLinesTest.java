package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.labels;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.lines;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.open;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.read;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.texts;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordLinesTest {

  private static final TextColumns WORD_AND_TAG =
      TextColumns.builder().text(Column.at(0)).tags(Column.at(1)).build();

  @TempDir private Path folder;

  @Test
  void emptyLinesSeparateSentences() {
    Path file =
        file(folder, "a.conll", "-DOCSTART- O\r\n\r\nAda B-PER\r\nruns O\r\n\r\n\r\nStop\tO\r\n");

    List<TextExample> examples = read(file, TextFormat.wordLines(), WORD_AND_TAG);

    assertThat(texts(examples)).containsExactly("Ada runs", "Stop");
    assertThat(examples.get(0).words()).containsExactly("Ada", "runs");
    assertThat(labels(examples)).containsExactly(List.of("B-PER", "O"), List.of("O"));
    assertThat(lines(examples)).containsExactly(3L, 7L);
  }

  @Test
  void anyColumnMayHoldTheTags() {
    Path file = file(folder, "a.conll", "Ada NNP I-NP B-PER\nruns VBZ I-VP O\n");
    TextColumns columns = TextColumns.builder().text(Column.at(0)).tags(Column.at(3)).build();

    assertThat(labels(read(file, TextFormat.wordLines(), columns)))
        .containsExactly(List.of("B-PER", "O"));
  }

  @Test
  void aLineWithAMissingTagCostsItsSentence() {
    Path file = file(folder, "a.conll", "Ada B-PER\nruns\n\nStop O\n");

    TextRecordReader reader =
        open(file, TextFormat.wordLines(), WORD_AND_TAG, MalformedLines.COUNT);

    assertThat(texts(reader.remainingExamples())).containsExactly("Stop");
    assertThat(reader.skipped().details())
        .containsExactly(file + " line 2 has 1 column, expected 2 as above it");
  }

  @Test
  void aFileWithoutSentenceEndsIsNotHeldInMemory() {
    Path file = file(folder, "a.conll", "word O\n".repeat(100) + "\nStop O\n");

    TextRecordReader reader =
        open(file, TextFormat.wordLines().withLongestLine(50), WORD_AND_TAG, MalformedLines.COUNT);

    assertThat(texts(reader.remainingExamples())).containsExactly("Stop");
    assertThat(reader.skipped().details())
        .containsExactly(file + " line 1 begins a sentence of 700 characters, expected at most 50");
  }
}
