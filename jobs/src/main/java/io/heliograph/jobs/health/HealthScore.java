/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.health.peer.Standing;
import java.util.Locale;

/**
 * What lowers the score of an instance that is alive, and in which words.
 *
 * <p>100 x (1 - silence) x (1 - probes) x (1 - failures) x (1 - slowness), where silence is the
 * share of the missed promises that would make it DOWN, once they make it SUSPECT; probes is {@link
 * ProbeOpinion}'s; failures and slowness are those of its {@link Standing} among its peers. An
 * instance that has no peers to be compared with is judged by the error rate it reports.
 *
 * <p>Failures and slowness together leave {@value #TRICKLE} % of the score: without some calls
 * nobody could see that it has recovered.
 */
final class HealthScore {
  /** Fewer recent calls than this say nothing about an error rate. */
  private static final double EVIDENCE_CALLS = 10;

  /** An error rate that is worth a word. */
  private static final double NOTABLE_ERROR_RATE = 0.01;

  /** A loss that is worth a word. */
  private static final double NOTABLE_LOSS = 0.02;

  /** A share of cores or memory that is worth a word. */
  private static final double NOTABLE_SHARE = 0.9;

  private static final int TRICKLE = 20;

  private final StringBuilder words = new StringBuilder();
  private final ProbeOpinion probes;
  private double factor = 1;

  /** Looks at an instance at a moment of log time. */
  HealthScore(InstanceState instance, long nowMillis) {
    probes = ProbeOpinion.of(instance.observed().probers(), nowMillis);
    Standing standing = instance.observed().standing();
    boolean compared = standing.fresh(nowMillis);
    failures(instance, compared ? standing : Standing.UNKNOWN);
    if (compared) {
      slowness(standing);
    }
    factor = Math.max(TRICKLE / 100.0, factor) * (1 - probes.loss());
    if (!probes.words().isEmpty()) {
      words.append("; ").append(probes.words());
    }
    strain(instance.observed().strain());
  }

  /**
   * The score.
   *
   * @param silence 0 to 1
   */
  int score(double silence) {
    return (int) Math.round(100 * factor * (1 - silence));
  }

  /** Whether enough probers cannot reach it to suspect it. */
  boolean unreachable() {
    return probes.quorum();
  }

  /** What there is to say, each thing after a semicolon; empty if all is well. */
  String words() {
    return words.toString();
  }

  private void failures(InstanceState instance, Standing standing) {
    boolean compared = standing.errorPeers() > 0 || standing.errorLoss() > 0;
    double rate = compared ? standing.errorRate() : ownErrorRate(instance);
    factor *= 1 - (compared ? standing.errorLoss() : rate);
    if (rate >= NOTABLE_ERROR_RATE || standing.errorLoss() >= NOTABLE_LOSS) {
      Decimals.whole(100 * rate, words.append("; "));
      words.append("% of its calls fail");
      if (compared) {
        Decimals.whole(100 * standing.peerErrorRate(), words.append(", "));
        words.append("% of its peers'");
      }
    }
  }

  private static double ownErrorRate(InstanceState instance) {
    return instance.calls() < EVIDENCE_CALLS ? 0 : instance.errors() / instance.calls();
  }

  private void slowness(Standing standing) {
    factor *= 1 - standing.latencyLoss();
    if (standing.latencyLoss() >= NOTABLE_LOSS) {
      words.append("; its calls take ").append(latency(standing.latencyNanos()));
      words.append(", those of its peers ").append(latency(standing.peerLatencyNanos()));
      words.append(" (p90)");
    }
  }

  private void strain(Strain strain) {
    if (strain.cpu() >= NOTABLE_SHARE) {
      Decimals.whole(100 * strain.cpu(), words.append("; cpu "));
      words.append(" %");
    }
    if (strain.memory() >= NOTABLE_SHARE) {
      Decimals.whole(100 * strain.memory(), words.append("; memory "));
      words.append(" %");
    }
    if (words.length() > 0 && strain.load1() > 0) {
      Decimals.tenths(strain.load1(), words.append("; load "));
    }
    if (words.length() > 0 && strain.inFlight() > 0) {
      words.append("; ").append(strain.inFlight()).append(" calls in flight");
    }
  }

  private static String latency(long nanos) {
    return nanos >= 10_000_000
        ? Math.round(nanos / 1e6) + " ms"
        : String.format(Locale.ROOT, "%.2g ms", nanos / 1e6);
  }
}
