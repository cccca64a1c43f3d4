package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.TEXT_THEN_LABEL;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.lines;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.open;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.read;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.texts;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommaSeparatedTest {

  private static final TextFormat CSV = TextFormat.commaSeparated().withHeader(Header.ABSENT);

  @TempDir private Path folder;

  @Test
  void quotesProtectSeparatorsQuotesAndLineEnds() {
    Path file =
        file(
            folder,
            "a.csv",
            "\"a, b\",0\r\n\"say \"\"x\"\"\",1\r\n\"two\r\nlines\",0\r\nlast,1\r\n");

    List<TextExample> examples = read(file, CSV, TEXT_THEN_LABEL);

    assertThat(texts(examples)).containsExactly("a, b", "say \"x\"", "two\nlines", "last");
    assertThat(lines(examples)).containsExactly(1L, 2L, 3L, 5L);
  }

  @Test
  void aQuoteThatIsNeverClosedCostsItsOwnLineOnly() {
    Path file = file(folder, "a.csv", "one,0\n\"open,0\n\"two, too\",1\nthree,0\n");

    TextRecordReader reader = open(file, CSV, TEXT_THEN_LABEL, MalformedLines.COUNT);

    assertThat(texts(reader.remainingExamples())).containsExactly("one", "two, too", "three");
    assertThat(reader.skipped().details())
        .containsExactly(
            file + " line 2 has unbalanced quotes, expected values quoted as in RFC 4180");
  }

  @Test
  void aQuoteInsideAnUnquotedValueIsACharacter() {
    Path file = file(folder, "a.csv", "a 5\" disk,0\na 6\" disk,1\n");

    assertThat(texts(read(file, CSV, TEXT_THEN_LABEL))).containsExactly("a 5\" disk", "a 6\" disk");
  }

  @Test
  void manyOpenQuotesAreReadInReasonableTime() {
    Path file = file(folder, "a.csv", "fine,0\n" + "\"open,0\nfine,0\n".repeat(3000));

    TextRecordReader reader = open(file, CSV, TEXT_THEN_LABEL, MalformedLines.COUNT);

    assertThat(reader.remainingExamples().size() + reader.skipped().count()).isPositive();
    assertThat(reader.skipped().count()).isPositive();
  }

  @Test
  void headersAndOtherSeparatorsWork() {
    Path file = file(folder, "a.csv", "text;label\n\"a; b\";x\n");
    TextColumns columns =
        TextColumns.builder().text(Column.named("text")).oneClass(Column.named("label")).build();

    assertThat(texts(read(file, TextFormat.commaSeparated().withSeparator(';'), columns)))
        .containsExactly("a; b");
  }

  @Test
  void theFormatOfAFileFollowsFromItsNameAndFirstLine() {
    assertThat(TextFormat.of(file(folder, "a.csv", "x,y\n")))
        .isEqualTo(TextFormat.commaSeparated());
    assertThat(TextFormat.of(file(folder, "b.csv", "x, y\tz\n")))
        .isEqualTo(TextFormat.tabSeparated());
    assertThat(TextFormat.of(file(folder, "c.txt", "x,y\n"))).isEqualTo(TextFormat.tabSeparated());
    assertThat(TextFormat.of(file(folder, "d.JSONL", "{}"))).isEqualTo(TextFormat.jsonLines());
    assertThat(TextFormat.of(file(folder, "e.conll", "a O"))).isEqualTo(TextFormat.wordLines());
  }
}
