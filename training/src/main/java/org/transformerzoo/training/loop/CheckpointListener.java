package org.transformerzoo.training.loop;

import java.util.Map;
import java.util.OptionalLong;
import org.transformerzoo.training.checkpoint.CheckpointFolder;

/** Saves the state of training so that it can go on after a crash. */
public final class CheckpointListener implements TrainingListener {

  private final CheckpointFolder folder;
  private final TrainingState state;
  private final Map<String, String> fingerprint;
  private final OptionalLong interval;

  /**
   * Saves to {@code folder}.
   *
   * @param fingerprint the settings that a run which goes on from here must share
   * @param interval steps between checkpoints; empty for after each evaluation
   */
  public CheckpointListener(
      CheckpointFolder folder,
      TrainingState state,
      Map<String, String> fingerprint,
      OptionalLong interval) {
    this.folder = folder;
    this.state = state;
    this.fingerprint = fingerprint;
    this.interval = interval;
  }

  @Override
  public void settled(long step, boolean evaluated) {
    if (interval.isPresent() ? step % interval.getAsLong() == 0 : evaluated) {
      save();
    }
  }

  /** Saves the state as it is. */
  public void save() {
    folder.save(state.step(), fingerprint, state.position(), state.arrays());
  }
}
