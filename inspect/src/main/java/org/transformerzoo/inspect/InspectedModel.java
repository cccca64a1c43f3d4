package org.transformerzoo.inspect;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.training.analysis.ExampleObserver;
import org.transformerzoo.training.interpretation.Explainer;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.task.TaskHead;

/** A model that is looked at. Several threads may use it at once. */
public final class InspectedModel implements AutoCloseable {

  private final Path folder;
  private final String name;
  private final String architecture;
  private final Explainer explainer;
  private final ExampleObserver observer;

  private InspectedModel(Path folder, String name, String architecture, Explainer explainer) {
    this.folder = folder;
    this.name = name;
    this.architecture = architecture;
    this.explainer = explainer;
    this.observer = explainer.observer();
  }

  /**
   * Loads the model of {@code folder}.
   *
   * @param name of it, for people
   * @throws org.transformerzoo.zoo.InvalidModelException if it has no task with labels, or is
   *     damaged
   */
  public static InspectedModel load(Path folder, String name) {
    ModelSpecification specification = ModelSpecification.of(ConfigFile.read(folder));
    return new InspectedModel(
        folder, name, specification.architecture().modelType(), Explainer.load(folder));
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** What people call it. */
  public String name() {
    return name;
  }

  /** The word for its architecture. */
  public String architecture() {
    return architecture;
  }

  /** Its task. */
  public TaskHead task() {
    return explainer.task();
  }

  /** Its labels or targets, in its order. */
  public List<String> labels() {
    return explainer.labels();
  }

  /** What says its answers. */
  public ExampleObserver observer() {
    return observer;
  }

  /** What explains them. */
  public Explainer explainer() {
    return explainer;
  }

  @Override
  public void close() {
    explainer.close();
  }
}
