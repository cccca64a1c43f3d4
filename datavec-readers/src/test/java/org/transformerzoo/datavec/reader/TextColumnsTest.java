package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextColumnsTest {

  @Test
  void digitsArePositionsAndAllElseIsAName() {
    assertThat(Column.parse("3")).isEqualTo(Column.at(3));
    assertThat(Column.parse(" label ")).isEqualTo(Column.named("label"));
    assertThat(Column.parse("-1")).isEqualTo(Column.named("-1"));
    assertThatIllegalArgumentException().isThrownBy(() -> Column.parse(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Column.at(-1))
        .withMessageContaining("-1 is negative");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TextColumns.builder().pair(Column.at(1)).nameList(Column.at(1), "").build())
        .withMessage(
            "the text column is not set; column 1 (counted from 0) is used twice;"
                + " the label separator is empty");
  }

  @Test
  void taggedWordsAreNoPairs() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TextColumns.builder()
                    .text(Column.at(0))
                    .pair(Column.at(1))
                    .tags(Column.at(2))
                    .build())
        .withMessage("tagged words cannot have a second text");
  }
}
