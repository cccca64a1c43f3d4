package org.transformerzoo.datavec.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TruncationTest {

  @ParameterizedTest
  @EnumSource
  void isFoundByItsPublicName(Truncation truncation) {
    assertThat(Truncation.named(truncation.publicName())).isSameAs(truncation);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Truncation.named("shortest_first"))
        .withMessage(
            "unknown truncation 'shortest_first', expected one of: "
                + "longest_first, only_first, only_second, do_not_truncate");
  }
}
