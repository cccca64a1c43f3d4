package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.TEXT_THEN_LABEL;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.open;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.read;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.texts;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;

class HeaderTest {

  private static final TextFormat TSV = TextFormat.tabSeparated();

  private static final TextColumns BY_NAME =
      TextColumns.builder().text(Column.named("message")).oneClass(Column.named("intent")).build();

  @TempDir private Path folder;

  @Test
  void columnsAreFoundByNameWhereverTheyAre() {
    Path file = file(folder, "a.tsv", "\uFEFFintent\tid\tmessage\nrefund\t1\tmoney back\n");

    TextExample example = read(file, TSV, BY_NAME).get(0);

    assertThat(example.text()).isEqualTo("money back");
    assertThat(example.labels()).containsExactly("refund");
    assertThat(example.location().line()).isEqualTo(2);
  }

  @Test
  void aNameThatTheHeaderLacksIsAnErrorThatShowsTheHeader() {
    Path file = file(folder, "a.tsv", "text\tlabel\nhello\t1\n");

    assertThatThrownBy(() -> open(file, TSV, BY_NAME, MalformedLines.COUNT))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + " line 1 has no required column 'message', found [text, label]");
  }

  @Test
  void aPositionBeyondTheHeaderIsAnError() {
    Path file = file(folder, "a.tsv", "text\tlabel\nhello\t1\n");
    TextColumns columns = TextColumns.builder().text(Column.at(0)).oneClass(Column.at(2)).build();

    assertThatThrownBy(
            () -> open(file, TSV.withHeader(Header.PRESENT), columns, MalformedLines.COUNT))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + " line 1 has 2 columns, expected at least 3");
  }

  @Test
  void anAmbiguousNameIsAnErrorOnlyIfItIsAskedFor() {
    Path file = file(folder, "a.tsv", "message\tx\tx\tintent\nhello\t1\t2\tgreet\n");
    assertThat(read(file, TSV, BY_NAME)).hasSize(1);

    Path twice = file(folder, "b.tsv", "message\tintent\tintent\nhello\ta\tb\n");
    assertThatThrownBy(() -> open(twice, TSV, BY_NAME))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("line 1 names column 'intent' more than once");
  }

  @Test
  void customaryNamesTellAHeader() {
    Path file = file(folder, "a.tsv", "Sentence\tcategory\nhello\tgreet\n");

    assertThat(texts(read(file, TSV, TEXT_THEN_LABEL))).containsExactly("hello");
  }

  @Test
  void aWordAboveNumbersTellsAHeader() {
    Path file = file(folder, "a.tsv", "what was said\tacceptable\nhello\t1\n");

    assertThat(texts(read(file, TSV, TEXT_THEN_LABEL))).containsExactly("hello");
  }

  @Test
  void dataWithoutAHeaderIsTakenFromTheFirstLine() {
    Path numbers = file(folder, "a.tsv", "hello\t0\nbye\t1\n");
    assertThat(texts(read(numbers, TSV, TEXT_THEN_LABEL))).containsExactly("hello", "bye");

    Path names = file(folder, "b.tsv", "hello\tgreet\nbye\tleave\n");
    assertThat(texts(read(names, TSV, TEXT_THEN_LABEL))).containsExactly("hello", "bye");

    Path single = file(folder, "c.tsv", "hello\t0");
    assertThat(texts(read(single, TSV, TEXT_THEN_LABEL))).containsExactly("hello");
  }

  @Test
  void anExplicitSettingWinsOverTheLooks() {
    Path file = file(folder, "a.tsv", "sentence\tlabel\nhello\tgreet\n");

    assertThat(texts(read(file, TSV.withHeader(Header.ABSENT), TEXT_THEN_LABEL)))
        .containsExactly("sentence", "hello");

    Path plain = file(folder, "b.tsv", "hello\t0\nbye\t1\n");
    assertThat(texts(read(plain, TSV.withHeader(Header.PRESENT), TEXT_THEN_LABEL)))
        .containsExactly("bye");
  }

  @Test
  void namesWithoutAHeaderCannotBeFound() {
    Path file = file(folder, "a.tsv", "hello\t0\nbye\t1\n");

    assertThatThrownBy(() -> open(file, TSV.withHeader(Header.ABSENT), BY_NAME))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("has no text column 'message'");
  }

  @Test
  void aHeaderAndNothingElseIsAnError() {
    Path file = file(folder, "a.tsv", "message\tintent\n");

    assertThatThrownBy(() -> open(file, TSV, BY_NAME))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + " has a header and nothing else, expected at least one example");
  }
}
