package org.transformerzoo.tuning.search;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.tuning.stopping.Curve;

/**
 * A run that a search asks for.
 *
 * @param configuration of the run, whose output is a folder inside of {@code folder}
 * @param folder of the run, for what it leaves behind
 * @param stopping whether the run is given up if it does badly
 * @param others the evaluations of the runs that have ended by now
 * @param filesAreShared whether all candidates have the same model and data, so that files which
 *     cannot be used end the search
 * @param keepsModel whether the model of a run that ended so is wanted
 */
public record RunRequest(
    FineTuningConfiguration configuration,
    Path folder,
    Stopping stopping,
    Supplier<List<Curve>> others,
    boolean filesAreShared,
    Predicate<RunResult> keepsModel) {}
