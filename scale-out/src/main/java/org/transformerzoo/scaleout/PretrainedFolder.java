package org.transformerzoo.scaleout;

import java.nio.file.Files;
import java.nio.file.Path;
import org.transformerzoo.zoo.hub.PretrainedModels;

/** Finds the folder of a model that a user named. */
public final class PretrainedFolder {

  private PretrainedFolder() {}

  /**
   * The folder itself, or that of a pretrained model, which is downloaded if it is not here yet.
   *
   * @throws org.transformerzoo.zoo.hub.HubException if there is neither
   */
  public static Path of(String model) {
    Path path = Path.of(model);
    return Files.exists(path) || path.isAbsolute()
        ? path
        : PretrainedModels.standard().folder(model);
  }
}
