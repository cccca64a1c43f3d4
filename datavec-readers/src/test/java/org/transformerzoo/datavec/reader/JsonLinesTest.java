package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.labels;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.open;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.read;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {

  private static final TextFormat JSON = TextFormat.jsonLines();

  private static final TextColumns TEXT_AND_LABEL =
      TextColumns.builder().text(Column.named("text")).oneClass(Column.named("label")).build();

  @TempDir private Path folder;

  @Test
  void fieldsAreFoundByNameAndNumbersAreLabelsToo() {
    Path file =
        file(
            folder,
            "a.jsonl",
            "{\"label\": 1, \"text\": \"caf\\u00e9\\tx\"}\n\n{\"text\":\"b\",\"label\":\"no\"}");

    List<TextExample> examples = read(file, JSON, TEXT_AND_LABEL);

    assertThat(examples.get(0).text()).isEqualTo("caf\u00e9\tx");
    assertThat(labels(examples)).containsExactly(List.of("1"), List.of("no"));
  }

  @Test
  void listsAreNameListsOrWordsWithTags() {
    Path names = file(folder, "a.jsonl", "{\"text\": \"a\", \"label\": [\"x\", \"y\"]}");
    TextColumns several =
        TextColumns.builder()
            .text(Column.named("text"))
            .nameList(Column.named("label"), ",")
            .build();
    assertThat(read(names, JSON, several).get(0).labels()).containsExactly("x", "y");

    Path tagged =
        file(
            folder,
            "b.jsonl",
            "{\"tokens\": [\"in\", \"New York\"], \"labels\": [\"O\", \"LOC\"]}");
    TextColumns tags =
        TextColumns.builder().text(Column.named("tokens")).tags(Column.named("labels")).build();
    TextExample example = read(tagged, JSON, tags).get(0);
    assertThat(example.words()).containsExactly("in", "New York");
    assertThat(example.labels()).containsExactly("O", "LOC");
  }

  @Test
  void whatIsNotAnObjectWithTheFieldsIsMalformed() {
    Path file =
        file(
            folder,
            "a.jsonl",
            """
            {"text": "good", "label": 0}
            {"text": "cut off", "lab
            ["text", "label"]
            {"text": "no label"}
            {"text": null, "label": 1}
            {"text": ["a"], "label": 1}
            {"text": "a", "label": 1} trailing
            {"text": "a", "text": "b", "label": 1}
            """);

    TextRecordReader reader = open(file, JSON, TEXT_AND_LABEL, MalformedLines.COUNT);

    assertThat(reader.remainingExamples()).hasSize(1);
    List<String> details = reader.skipped().details();
    assertThat(details).hasSize(7);
    assertThat(details.get(0)).contains("line 2 is not valid JSON").contains("expected");
    assertThat(details.get(1)).contains("line 3 is a JSON ARRAY, expected an object");
    assertThat(details.get(2)).contains("line 4 has no label column 'label', found [text]");
    assertThat(details.get(3)).contains("line 5 has null where a value is expected");
    assertThat(details.get(4)).contains("line 6 has a list of 1 values");
    assertThat(details.get(5)).contains("line 7 is not valid JSON");
    assertThat(details.get(6)).contains("line 8 is not valid JSON");
  }

  @Test
  void wordsAndTagsMustBeEquallyMany() {
    Path file =
        file(
            folder,
            "a.jsonl",
            """
            {"tokens": ["a", "b"], "labels": ["O"]}
            {"tokens": [], "labels": []}
            {"tokens": ["a"], "labels": ["O"]}
            """);
    TextColumns tags =
        TextColumns.builder().text(Column.named("tokens")).tags(Column.named("labels")).build();

    TextRecordReader reader = open(file, JSON, tags, MalformedLines.COUNT);

    assertThat(reader.remainingExamples()).hasSize(1);
    assertThat(reader.skipped().details())
        .containsExactly(
            file + " line 1 has 2 words and 1 tags, expected a tag for each word",
            file + " line 2 has no words, expected at least one");
  }
}
