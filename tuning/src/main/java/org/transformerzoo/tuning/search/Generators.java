package org.transformerzoo.tuning.search;

import org.apache.commons.math3.random.JDKRandomGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.SinglePointCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.parentselection.RandomTwoParentSelection;
import org.deeplearning4j.arbiter.optimize.generator.genetic.mutation.RandomMutationOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;
import org.transformerzoo.tuning.space.FineTuningSpace;
import org.transformerzoo.zoo.execution.RandomKey;

/** Arbiter's generators, each with all of its randomness from the seed of the search. */
final class Generators {

  private final FineTuningSpace space;
  private final SearchOptions options;

  Generators(FineTuningSpace space, SearchOptions options) {
    this.space = space;
    this.options = options;
  }

  /** The candidates of the search in their order. */
  CandidateSequence sequence(SearchRecord record) {
    boolean learns = options.generator() == GeneratorKind.GENETIC;
    return new CandidateSequence(
        generator(new MetricScore(record.metric())),
        options.trials(),
        learns ? options.population() : 0,
        record);
  }

  private CandidateGenerator generator(ScoreFunction score) {
    return switch (options.generator()) {
      case RANDOM -> random();
      case GRID -> grid();
      case GENETIC -> genetic(score);
    };
  }

  private CandidateGenerator random() {
    RandomSearchGenerator generator = new RandomSearchGenerator(space);
    generator.setRngSeed(seed("random"));
    return generator;
  }

  /**
   * Its own random order is drawn before it can be given a seed, so that it goes through in order.
   */
  private CandidateGenerator grid() {
    return new GridSearchCandidateGenerator(
        space, options.gridPoints(), GridSearchCandidateGenerator.Mode.Sequential, null);
  }

  private CandidateGenerator genetic(ScoreFunction score) {
    SinglePointCrossover crossover =
        new SinglePointCrossover.Builder()
            .randomGenerator(randomness("crossover"))
            .parentSelection(new RandomTwoParentSelection(randomness("parents")))
            .build();
    RandomMutationOperator mutation =
        new RandomMutationOperator.Builder()
            .randomGenerator(randomness("mutation"))
            // On average one gene of each child; Arbiter's own rate changes one child in fifty.
            .mutationRate(1.0 / space.numParameters())
            .build();
    return new GeneticSearchCandidateGenerator.Builder(space, score)
        .populationModel(new PopulationModel.Builder().populationSize(options.population()).build())
        .selectionOperator(
            new GeneticSelectionOperator.Builder()
                .crossoverOperator(new CopyingCrossover(crossover))
                .mutationOperator(mutation)
                .randomGenerator(randomness("genes"))
                .build())
        .build();
  }

  private RandomGenerator randomness(String purpose) {
    RandomGenerator generator = new JDKRandomGenerator();
    generator.setSeed(seed(purpose));
    return generator;
  }

  private long seed(String purpose) {
    return new RandomKey(options.searchSeed(), "search " + purpose, 0).bits(0);
  }
}
