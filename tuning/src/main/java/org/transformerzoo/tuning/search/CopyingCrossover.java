package org.transformerzoo.tuning.search;

import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.CrossoverOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.CrossoverResult;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;

/**
 * A crossover whose children have genes of their own. Arbiter's returns a parent's own array where
 * it crosses nothing, and the mutation that follows would change the parent, which stays in the
 * population with the fitness of what it was.
 */
final class CopyingCrossover extends CrossoverOperator {

  private final CrossoverOperator crossover;

  CopyingCrossover(CrossoverOperator crossover) {
    this.crossover = crossover;
  }

  @Override
  public void initializeInstance(PopulationModel population) {
    super.initializeInstance(population);
    crossover.initializeInstance(population);
  }

  @Override
  public CrossoverResult crossover() {
    CrossoverResult result = crossover.crossover();
    return new CrossoverResult(result.isModified(), result.getGenes().clone());
  }
}
