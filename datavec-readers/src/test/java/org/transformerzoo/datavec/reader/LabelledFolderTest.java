package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.labels;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.open;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.read;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.texts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datavec.api.records.Record;
import org.datavec.api.split.FileSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;

/** A folder for each label, with a file for each text. */
class LabelledFolderTest {

  private static final TextColumns TEXT_AND_LABEL =
      TextColumns.builder().text(Column.named("text")).oneClass(Column.named("label")).build();

  @TempDir private Path folder;

  private Path write(String label, String name, String content) throws IOException {
    return write(label, name, content.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String label, String name, byte[] content) throws IOException {
    return file(Files.createDirectories(folder.resolve(label)), name, content);
  }

  @Test
  void aFileIsATextAndItsFolderTheLabel() throws IOException {
    write("neg", "b.txt", "\uFEFFdull,\tand\r\nlong\n");
    write("pos", "a.txt", "caf\u00e9 \"Good\"");

    List<TextExample> examples = read(folder, TextFormat.of(folder), TEXT_AND_LABEL);

    assertThat(texts(examples)).containsExactly("dull,\tand\r\nlong", "caf\u00e9 \"Good\"");
    assertThat(labels(examples)).containsExactly(List.of("neg"), List.of("pos"));
    assertThat(examples.get(1).location().file())
        .isEqualTo(folder.resolve("pos").resolve("a.txt").toString());
  }

  @Test
  void labelsAreSpreadEvenly() throws IOException {
    for (String name : List.of("1", "2", "3", "4")) {
      write("pos", name, name);
    }
    write("neg", "1", "a");
    write("neg", "2", "b");

    assertThat(texts(read(folder, TextFormat.labelledFiles(), TEXT_AND_LABEL)))
        .containsExactly("1", "a", "2", "3", "b", "4");
  }

  @Test
  void whatStandsBesideTheFoldersAndWhatIsHiddenIsPassedOver() throws IOException {
    write("pos", "1", "good");
    write("pos", ".DS_Store", "junk");
    write(".git", "2", "junk");
    file(folder, "README", "junk");

    assertThat(texts(read(folder, TextFormat.labelledFiles(), TEXT_AND_LABEL)))
        .containsExactly("good");
  }

  @Test
  void badFilesAreLeftOutAndTold() throws IOException {
    Path sound = write("pos", "1", "good");
    Path foreign = write("pos", "2", new byte[] {'b', (byte) 0xff});
    Path zero = write("pos", "3", "b\0d");
    Path empty = write("pos", "4", " \n");
    Path large = write("pos", "5", "x".repeat(21));
    Path unknown = write("unsup", "6", "who knows");
    TextColumns known =
        TextColumns.builder()
            .text(Column.named("text"))
            .oneClass(Column.named("label"))
            .knownLabels(List.of("neg", "pos"))
            .build();

    TextRecordReader reader =
        open(folder, TextFormat.labelledFiles().withLongestLine(20), known, MalformedLines.COUNT);

    assertThat(reader.remainingExamples())
        .singleElement()
        .satisfies(example -> assertThat(example.location().file()).isEqualTo(sound.toString()));
    assertThat(reader.skipped().details())
        .containsExactlyInAnyOrder(
            foreign + " line 1 is not valid UTF-8, expected text in UTF-8",
            zero + " line 1 has a NUL character, expected text in UTF-8",
            empty + " line 1 is empty, expected a text",
            large + " line 1 has more than the 20 bytes that are read",
            unknown + " line 1 has the unknown label 'unsup', expected one of [neg, pos]");
  }

  @Test
  void aFolderWithoutASoundTextIsRefused() throws IOException {
    write("pos", "1", "");
    write("neg", "1", "");

    assertThatThrownBy(
            () -> open(folder, TextFormat.labelledFiles(), TEXT_AND_LABEL, MalformedLines.COUNT))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("there is no usable text among 2; the first: ");
  }

  @Test
  void anotherShapeIsRefused() throws IOException {
    refuses("has no texts in folders, expected a folder for each label with files in it");
    Path deep = write("pos/old", "1", "x");
    refuses(deep + " is too deep in " + folder);
    assertThatThrownBy(() -> LabelledFolder.at(deep))
        .hasMessage(
            deep + " does not exist or is no folder, expected a folder for each label in it");
  }

  private void refuses(String sentence) {
    assertThatThrownBy(() -> LabelledFolder.at(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void stockSplitsAndMetadataWork() throws IOException {
    write("neg", "1", "dull");
    write("pos", "1", "good");
    try (TextRecordReader reader =
        new TextRecordReader(TextFormat.labelledFiles(), TEXT_AND_LABEL, MalformedLines.FAIL)) {
      reader.initialize(new FileSplit(folder.toFile()));
      Record first = reader.nextRecord();
      Record second = reader.nextRecord();

      assertThat(List.of(first.getRecord().get(1), second.getRecord().get(1)))
          .extracting(Object::toString)
          .containsExactlyInAnyOrder("neg", "pos");
      assertThat(reader.hasNext()).isFalse();
      assertThat(reader.loadFromMetaData(second.getMetaData()).getRecord())
          .isEqualTo(second.getRecord());
    }
  }
}
