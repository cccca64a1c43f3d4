package org.transformerzoo.inspect;

import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.inspect.server.Sentence;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.interpretation.Explainer;

/**
 * Models in front of a data set. Both are loaded, and the models asked about every example, in the
 * background; what goes wrong then is told by {@link Snapshot#problem}. Several threads may use it
 * at once.
 */
public final class Inspection implements AutoCloseable {

  /** How far it is. */
  public enum Status {
    /** The models are being read. */
    LOADING,
    /** The models are being asked about the examples. */
    PREDICTING,
    /** Everything can be shown. */
    READY,
    /** It came to an end before that; the problem says why. */
    FAILED
  }

  /**
   * What there is at a moment.
   *
   * @param number of the data set, which grows when another one is opened
   * @param problem a sentence that says what went wrong, empty if nothing did
   * @param models those that are loaded: none, or all
   * @param observed the data set, or null if there is none yet
   */
  public record Snapshot(
      int number,
      Status status,
      String problem,
      List<InspectedModel> models,
      ObservedData observed) {

    private Snapshot at(Status other, String sentence) {
      return new Snapshot(number, other, sentence, models, observed);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);
  private static final long LONGEST_BATCH_SECONDS = 60;

  private final InspectionSettings settings;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "inspection");
            thread.setDaemon(true);
            return thread;
          });
  private final Wishes wishes = new Wishes();
  private volatile Snapshot now = new Snapshot(0, Status.LOADING, "", List.of(), null);

  private Inspection(InspectionSettings settings) {
    this.settings = settings;
  }

  /** Begins to load what {@code settings} name. */
  public static Inspection begin(InspectionSettings settings) {
    Inspection inspection = new Inspection(settings);
    inspection.background.execute(() -> inspection.guarded(null, inspection::load));
    return inspection;
  }

  /** What there is now. */
  public Snapshot snapshot() {
    return now;
  }

  /** Which questions of pages are still to be answered. */
  Wishes wishes() {
    return wishes;
  }

  /**
   * Ends the answer to {@code request} if its page wants something else by now.
   *
   * @throws CancellationException if it does
   */
  void requireWanted(Context request) {
    if (!wishes.of(request).getAsBoolean()) {
      throw new CancellationException("The page wants something else by now");
    }
  }

  /** How the data are read unless someone says otherwise. */
  FineTuningConfiguration configuration() {
    return settings.reading();
  }

  /** Reads files for the models that are loaded. */
  DataReading reading(FineTuningConfiguration configuration) {
    List<String> labels = new ArrayList<>(model(0).labels());
    now.models().forEach(model -> labels.retainAll(model.labels()));
    return new DataReading(configuration, labels);
  }

  /**
   * A model that is loaded.
   *
   * @param place 0, or 1 for the one that it is compared with
   * @throws IllegalArgumentException if it is not loaded, or there is none
   */
  public InspectedModel model(int place) {
    Snapshot snapshot = now;
    if (snapshot.models().isEmpty()) {
      throw new IllegalArgumentException(
          snapshot.problem().isEmpty() ? "The model is still being loaded" : snapshot.problem());
    }
    if (place < 0 || place >= snapshot.models().size()) {
      throw new IllegalArgumentException(
          "There is no model %d, expected one from 0 to %d"
              .formatted(place, snapshot.models().size() - 1));
    }
    return snapshot.models().get(place);
  }

  /**
   * What explains the models that are loaded, by their names.
   *
   * @throws IllegalArgumentException if none is loaded
   */
  Map<String, Explainer> explainers() {
    model(0);
    Map<String, Explainer> explainers = new LinkedHashMap<>();
    now.models().forEach(model -> explainers.put(model.name(), model.explainer()));
    return explainers;
  }

  /**
   * The data set.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ObservedData observed() {
    Snapshot snapshot = now;
    if (snapshot.observed() == null) {
      throw new IllegalArgumentException(
          snapshot.problem().isEmpty() ? "The data are still being loaded" : snapshot.problem());
    }
    return snapshot.observed();
  }

  /**
   * Looks at another data set from now on; the models are asked about it in the background.
   *
   * @throws IllegalArgumentException if the models are not loaded
   */
  public synchronized void open(InspectedData data) {
    model(0);
    ObservedData next = new ObservedData(data, now.models());
    if (now.observed() != null) {
      now.observed().stop();
    }
    now = new Snapshot(now.number() + 1, Status.PREDICTING, "", now.models(), next);
    if (!background.isShutdown()) {
      background.execute(() -> guarded(next, () -> observe(next)));
    }
  }

  private void load() {
    settings.checkModels();
    List<InspectedModel> models = new ArrayList<>();
    for (Path folder : settings.models()) {
      String name = nameOf(folder);
      boolean taken = models.stream().anyMatch(model -> model.name().equals(name));
      models.add(InspectedModel.load(folder, taken ? name + " again" : name));
    }
    synchronized (this) {
      now = new Snapshot(0, Status.LOADING, "", List.copyOf(models), null);
    }
    Path file = settings.data();
    InspectedData data = reading(settings.reading()).read(file, file.getFileName().toString());
    synchronized (this) {
      if (now.observed() == null) { // or someone opened other data meanwhile
        open(data);
      }
    }
  }

  /** The last name of a folder, with the one before it where another model has the same. */
  private String nameOf(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    long same =
        settings.models().stream()
            .filter(other -> other.toAbsolutePath().normalize().endsWith(last))
            .count();
    Path absolute = folder.toAbsolutePath().normalize();
    return same > 1 && absolute.getNameCount() > 1
        ? absolute.subpath(absolute.getNameCount() - 2, absolute.getNameCount()).toString()
        : last.toString();
  }

  private void observe(ObservedData next) {
    next.observe();
    synchronized (this) {
      if (now.observed() == next && next.complete()) {
        now = now.at(Status.READY, "");
      }
    }
  }

  /** Does what is about {@code data}, and says what goes wrong unless others are shown by then. */
  private void guarded(ObservedData data, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      LOG.error("{}", Sentence.of(e), Sentence.isExpected(e) ? null : e);
      synchronized (this) {
        if (now.observed() == data) {
          now = now.at(Status.FAILED, Sentence.of(e));
        }
      }
    }
  }

  /** Ends what is being computed as soon as may be. */
  void giveUp() {
    wishes.close();
    Snapshot last = now;
    if (last.observed() != null) {
      last.observed().stop();
    }
  }

  /** Ends, after what is being computed in the background. */
  @Override
  public void close() {
    background.shutdown();
    giveUp();
    try {
      // Models must not be closed while they are asked.
      if (background.awaitTermination(LONGEST_BATCH_SECONDS, TimeUnit.SECONDS)) {
        now.models().forEach(InspectedModel::close);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
