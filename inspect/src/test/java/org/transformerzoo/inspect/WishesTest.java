package org.transformerzoo.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.BadRequestResponse;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WishesTest {

  private final Wishes wishes = new Wishes();

  @Test
  void aLaterWishEndsTheEarlierOnesOfItsPage() {
    BooleanSupplier first = wishes.of("a1 1");
    BooleanSupplier other = wishes.of("b2 1");
    assertThat(first.getAsBoolean()).isTrue();

    BooleanSupplier second = wishes.of("a1 2");
    assertThat(first.getAsBoolean()).isFalse();
    assertThat(second.getAsBoolean()).isTrue();
    assertThat(other.getAsBoolean()).isTrue();
  }

  @Test
  void aWishHasSeveralQuestions() {
    BooleanSupplier one = wishes.of("a1 7");
    BooleanSupplier other = wishes.of("a1 7");
    assertThat(one.getAsBoolean()).isTrue();
    assertThat(other.getAsBoolean()).isTrue();
  }

  @Test
  void anEarlierWishThatComesLateEndsNothing() {
    BooleanSupplier second = wishes.of("a1 2");
    BooleanSupplier first = wishes.of("a1 1");
    assertThat(first.getAsBoolean()).isFalse();
    assertThat(second.getAsBoolean()).isTrue();
  }

  @Test
  void pagesWithoutEndDoNotFillTheMemory() {
    BooleanSupplier old = wishes.of("old 5");
    for (int page = 0; page < 1000; page++) {
      wishes.of("p" + page + " 1");
    }
    assertThat(old.getAsBoolean()).isTrue(); // as nothing is known against it
    assertThat(wishes.of("old 1").getAsBoolean()).isTrue(); // it is as if it were new
  }

  @Test
  void nothingIsWantedOnceItIsClosed() {
    BooleanSupplier wanted = wishes.of("a1 1");
    wishes.close();
    assertThat(wanted.getAsBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a1", "a1 x", "a1 1234567890", "a1  1", "A! 1"})
  void anotherHeaderIsRefused(String header) {
    assertThatThrownBy(() -> wishes.of(header)).isInstanceOf(BadRequestResponse.class);
  }
}
