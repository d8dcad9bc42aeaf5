/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

/**
 * Decides which traces' raw spans are kept longer. The first policy that keeps a trace names the
 * reason: an error, a finding, slow for its operation, and then one draw by a hash of the trace id,
 * with the greater of the probabilities that the service's rate and the share of all call for.
 *
 * <p>What a draw is measured against never depends on draws, only on what came before, so weights
 * are unbiased. Errors, findings and the share come out alike wherever and whenever a trace is
 * decided. Slow and rate are learned by each subtask from the traces it sees, in the order it sees
 * them, and learned anew after a restart.
 *
 * <p>Not thread safe: one per subtask. Its memory is bounded by {@link SamplingSettings#maxNames};
 * the name that was longest unused is forgotten, counted, and learned anew when it comes back.
 */
public final class TailSampler {
  private final SamplingSettings settings;
  private final SlowOperations operations;
  private final ServiceRates services;

  /**
   * @param subtasks how many samplers share the traces, by a hash of their ids: 1 or more. Each
   *     sees its part of a service's traces only
   */
  public TailSampler(SamplingSettings settings, int subtasks) {
    if (subtasks < 1) {
      throw new IllegalArgumentException("subtasks is " + subtasks + ": give 1 or more");
    }
    this.settings = settings;
    this.operations = new SlowOperations(settings);
    this.services = new ServiceRates(settings, subtasks);
  }

  /** The decision on a trace that is seen for the first time. Learns from it. */
  public Keep decide(TraceSummary trace) {
    if (!settings.on()) {
      return Keep.OFF;
    }
    boolean slow = operations.isSlow(trace);
    operations.learn(trace);
    double byRate = services.probability(trace);
    Keep certain = certain(trace, slow);
    return certain.kept() ? certain : drawn(trace, byRate);
  }

  /**
   * The decision on a trace that has been decided before and has changed since. What is certain may
   * be added. The draw stands, nothing is learned twice, and nothing is taken back.
   */
  public Keep revise(Keep before, TraceSummary trace) {
    return settings.on() ? Keep.merge(before, certain(trace, operations.isSlow(trace))) : before;
  }

  /** How many root operations were forgotten for want of room. */
  public long forgottenOperations() {
    return operations.forgotten();
  }

  /** How many root services were forgotten for want of room. */
  public long forgottenServices() {
    return services.forgotten();
  }

  private Keep certain(TraceSummary trace, boolean slow) {
    if (settings.errors() && trace.failed()) {
      return Keep.ERROR;
    }
    if (settings.findings() && trace.findings() > 0) {
      return Keep.FINDING;
    }
    return slow ? Keep.SLOW : Keep.NO;
  }

  private Keep drawn(TraceSummary trace, double byRate) {
    double probability = Math.max(byRate, settings.share());
    if (TraceDraw.of(trace.traceLow()) >= probability) {
      return Keep.NO;
    }
    return new Keep(byRate > settings.share() ? "rate" : "share", 1 / probability);
  }
}
