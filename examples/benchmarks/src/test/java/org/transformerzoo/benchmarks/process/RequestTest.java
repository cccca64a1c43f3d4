package org.transformerzoo.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transformerzoo.benchmarks.workload.Work;

class RequestTest {

  @Test
  void comesBackFromItsLine() {
    List<Request> requests =
        List.of(
            new Request.Run(Work.STEP, 3),
            new Request.Tell(Work.FORWARD, Path.of("a folder with spaces", "file")),
            new Request.ForgetPeak(),
            new Request.Peak());

    assertThat(requests).allSatisfy(each -> assertThat(Request.parse(each.line())).isEqualTo(each));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Request.parse("sing")).hasMessageContaining("sing");
  }
}
