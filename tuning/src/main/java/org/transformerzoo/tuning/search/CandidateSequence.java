package org.transformerzoo.tuning.search;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * The candidates of a search in their order, made by one of Arbiter's generators and the same
 * whenever they are made again: a search that goes on generates from the first, and passes over
 * those that are finished.
 *
 * <p>Where candidates depend on results, they depend on those of whole generations before, told in
 * the order of the candidates; a generation begins when the one before is finished. So neither
 * which candidate is ready first nor an interruption changes what is tried.
 */
@SuppressWarnings("rawtypes") // Arbiter's signatures
final class CandidateSequence implements CandidateGenerator {

  private final CandidateGenerator generator;
  private final int limit;
  private final int generation;
  private final SearchRecord record;
  private final List<Candidate> current = new ArrayList<>();
  private int generated;
  private boolean exhausted;
  private Candidate next;

  /**
   * A sequence of at most {@code limit} candidates.
   *
   * @param generation candidates after which the generator is told results; 0 if it learns nothing
   */
  CandidateSequence(CandidateGenerator generator, int limit, int generation, SearchRecord record) {
    this.generator = generator;
    this.limit = limit;
    this.generation = generation;
    this.record = record;
  }

  @Override
  public boolean hasMoreCandidates() {
    while (next == null && !isExhausted() && mayGoOn()) {
      Candidate candidate = generator.getCandidate();
      if (candidate.getException() != null) {
        exhausted = true; // the genetic generator found nothing that it had not tried before
      } else {
        generated++;
        if (generation > 0) {
          current.add(candidate);
        }
        next = record.find(candidate.getIndex()).isPresent() ? null : candidate;
      }
    }
    return next != null;
  }

  /** Whether all candidates have been handed out. */
  boolean isExhausted() {
    return next == null && (exhausted || generated >= limit || !generator.hasMoreCandidates());
  }

  /** Whether all candidates are finished. */
  boolean isFinished() {
    return !hasMoreCandidates() && isExhausted() && record.size() >= generated;
  }

  /** Whether the next candidate can be made; at the end of a generation tells its results first. */
  private boolean mayGoOn() {
    if (generation == 0 || current.size() < generation) {
      return true;
    }
    if (!current.stream().allMatch(candidate -> record.find(candidate.getIndex()).isPresent())) {
      return false;
    }
    current.forEach(this::tell);
    current.clear();
    return true;
  }

  /** A NaN would be the fittest of all, so only those with a score are told. */
  private void tell(Candidate candidate) {
    CandidateResult result = record.find(candidate.getIndex()).orElseThrow();
    if (result.score() != null) {
      generator.reportResults(
          new OptimizationResult(
              candidate, result.score(), candidate.getIndex(), null, null, null));
    }
  }

  @Override
  public Candidate getCandidate() {
    if (!hasMoreCandidates()) {
      throw new IllegalStateException("There is no candidate now");
    }
    Candidate candidate = next;
    next = null;
    return candidate;
  }

  @Override
  public void reportResults(OptimizationResult result) {
    // The record has the results, failed ones and those of earlier processes too.
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return generator.getParameterSpace();
  }

  @Override
  public void setRngSeed(long seed) {
    throw new UnsupportedOperationException("The generator was given its seed when it was made");
  }

  @Override
  public Class<?> getCandidateType() {
    return generator.getCandidateType();
  }
}
