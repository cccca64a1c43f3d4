package org.transformerzoo.scaleout.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.scaleout.StartsSpark;
import org.transformerzoo.tuning.search.Search;
import org.transformerzoo.tuning.search.SearchEndedException;
import org.transformerzoo.tuning.search.SearchFolder;
import org.transformerzoo.tuning.search.SearchPlaceLostException;

/** A search whose Spark ends in the middle of it. */
@StartsSpark
class SparkLostTest {

  /** Executors are in this process. */
  private static final CountDownLatch BEGUN = new CountDownLatch(1);

  private static final CountDownLatch OVER = new CountDownLatch(1);

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void itEndsInOneSentenceAndNoCandidateIsToBlame() throws IOException, InterruptedException {
    ExecutorTrial waiting =
        threads ->
            (configuration, place, listeners) -> {
              BEGUN.countDown();
              try {
                OVER.await();
              } catch (InterruptedException e) {
                throw new SearchEndedException();
              }
              throw new SearchEndedException();
            };
    JavaSparkContext context = TinySearch.local(folder);
    Search search =
        new Search(new TinySearch(folder).rates("{trials: 3}"), folder.resolve("found"))
            .place(new SparkPlace(context, waiting));
    Thread closing = new Thread(() -> closeOnceBegun(context));
    closing.setDaemon(true);
    closing.start();

    assertThatThrownBy(search::run)
        .isInstanceOf(SearchPlaceLostException.class)
        .hasMessageStartingWith("Spark has ended and the search can go on later: ");
    OVER.countDown();
    closing.join();
    assertThat(new SearchFolder(folder.resolve("found")).results()).isEmpty();
  }

  private static void closeOnceBegun(JavaSparkContext context) {
    try {
      BEGUN.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    context.close();
  }
}
