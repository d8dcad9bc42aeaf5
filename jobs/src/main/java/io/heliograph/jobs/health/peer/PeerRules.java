/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compares the instances of a service by the last {@value #WINDOW_MILLIS} ms of log time.
 *
 * <p>What is compared are error rates, by spans if at least {@value #MIN_PEERS} instances have
 * enough of them, else by what instances report; and the logarithm of the 90th percentile of
 * latency, by spans. An instance takes part with at least {@value #MIN_CALLS} calls. One that
 * stands out among at least {@value #MIN_PEERS} ({@link Outliers}) loses score, {@link #MAX_LOSS}
 * at most:
 *
 * <ul>
 *   <li>by latency 1 - peers' / own, if it is at least {@value #SLOW} times its peers': traffic in
 *       inverse proportion to the time a call takes keeps as many calls in flight everywhere;
 *   <li>by errors the share of its calls that fail beyond its peers', if that is at least {@value
 *       #FAILING}.
 * </ul>
 *
 * <p>A service that is slow, or fails, as a whole has no instance that stands out, and loses
 * nothing. The same holds if half of it is.
 */
final class PeerRules {
  static final long WINDOW_MILLIS = 4 * Slot.MILLIS;
  static final int MIN_PEERS = 3;
  static final int MIN_CALLS = 20;
  static final double MAX_LOSS = 0.8;
  static final double SLOW = 1.5;
  static final double FAILING = 0.05;

  /** How often a standing is told that has not changed. */
  private static final long REFRESH_MILLIS = 30_000;

  private static final double NOTABLE = 0.02;
  private static final double PERCENTILE = 0.9;

  /** Latencies within a tenth of each other are the same. */
  private static final double LEAST_LATENCY = 0.1;

  private static final double LEAST_ERRORS = 0.01;

  private static final Outliers NOBODY = new Outliers(0, 0);

  private PeerRules() {}

  /**
   * What came of a comparison, for one instance.
   *
   * @param next what is known of it now, without what has left the window
   * @param told whether its standing is to be told
   * @param changed whether {@code next} says more than that time has passed
   */
  record Result(String instanceId, PeerTraffic next, boolean told, boolean changed) {}

  private record Sample(String instanceId, PeerTraffic known, Traffic traffic, long latency) {}

  /** How many were compared, 0 if too few, and what they are like. */
  private record Peers(
      Rates rates, int errorPeers, Outliers errors, int latencyPeers, Outliers latencies) {}

  private record Rates(ToDoubleFunction<Traffic> calls, ToDoubleFunction<Traffic> errors) {
    static final Rates TRACED = new Rates(Traffic::tracedCalls, Traffic::tracedErrors);
    static final Rates REPORTED = new Rates(Traffic::calls, Traffic::errors);

    double of(Traffic traffic) {
      double of = calls.applyAsDouble(traffic);
      return of == 0 ? 0 : Math.min(1, errors.applyAsDouble(traffic) / of);
    }

    boolean enough(Sample sample) {
      return calls.applyAsDouble(sample.traffic) >= MIN_CALLS;
    }

    double[] compared(List<Sample> samples) {
      return samples.stream().filter(this::enough).mapToDouble(s -> of(s.traffic)).toArray();
    }
  }

  /**
   * Compares.
   *
   * @param service what is known of its instances, by their ids
   * @param endMillis end of the window: the end of a slot
   */
  static List<Result> compare(Iterable<Map.Entry<String, PeerTraffic>> service, long endMillis) {
    List<Sample> samples = new ArrayList<>();
    for (Map.Entry<String, PeerTraffic> entry : service) {
      samples.add(sample(entry.getKey(), entry.getValue(), endMillis));
    }
    Peers peers = peers(samples);
    return samples.stream().map(sample -> result(sample, peers, endMillis)).toList();
  }

  private static Peers peers(List<Sample> samples) {
    double[] traced = Rates.TRACED.compared(samples);
    boolean byTraces = traced.length >= MIN_PEERS;
    Rates rates = byTraces ? Rates.TRACED : Rates.REPORTED;
    double[] errors = byTraces ? traced : rates.compared(samples);
    double[] latencies =
        samples.stream()
            .filter(sample -> sample.latency > 0)
            .mapToDouble(sample -> Math.log((double) sample.latency))
            .toArray();
    return new Peers(
        rates,
        errors.length >= MIN_PEERS ? errors.length : 0,
        errors.length == 0 ? NOBODY : Outliers.of(errors),
        latencies.length >= MIN_PEERS ? latencies.length : 0,
        latencies.length == 0 ? NOBODY : Outliers.of(latencies));
  }

  private static Sample sample(String instanceId, PeerTraffic known, long endMillis) {
    PeerTraffic kept = known.since(endMillis - WINDOW_MILLIS);
    Traffic traffic = kept.within(endMillis - WINDOW_MILLIS, endMillis);
    boolean enough = traffic.tracedCalls() >= MIN_CALLS;
    long latency = enough ? traffic.latencies().quantile(PERCENTILE) : 0;
    return new Sample(instanceId, kept, traffic, latency);
  }

  private static Result result(Sample sample, Peers peers, long endMillis) {
    PeerTraffic known = sample.known;
    double rate = peers.rates.of(sample.traffic);
    boolean failures = peers.errorPeers > 0 && peers.rates.enough(sample);
    boolean slowness = peers.latencyPeers > 0 && sample.latency > 0;
    Loss errorLoss =
        failures
            ? known.errors().compared(errorLoss(peers, rate, sample.traffic))
            : known.errors().uncompared();
    Loss latencyLoss =
        slowness
            ? known.latency().compared(latencyLoss(peers.latencies, sample.latency))
            : known.latency().uncompared();
    Standing standing =
        new Standing(
            endMillis,
            failures ? peers.errorPeers : 0,
            rate,
            peers.errors.median(),
            errorLoss.value(),
            slowness ? peers.latencyPeers : 0,
            sample.latency,
            slowness ? Math.round(Math.exp(peers.latencies.median())) : 0,
            latencyLoss.value());
    boolean tell = worthTelling(known.told(), standing);
    boolean changed =
        tell || !errorLoss.equals(known.errors()) || !latencyLoss.equals(known.latency());
    return new Result(
        sample.instanceId,
        changed ? known.judged(errorLoss, latencyLoss, tell ? standing : known.told()) : known,
        tell,
        changed);
  }

  /** A rate of few calls scatters: its binomial deviation is the least that counts. */
  private static double errorLoss(Peers peers, double rate, Traffic traffic) {
    double usual = peers.errors.median();
    double calls = peers.rates.calls.applyAsDouble(traffic);
    double expected = Math.max(usual, 1 / calls);
    double scatter = Math.sqrt(expected * (1 - expected) / calls);
    double excess = rate - usual;
    return excess >= FAILING && peers.errors.above(rate, Math.max(LEAST_ERRORS, scatter))
        ? Math.min(MAX_LOSS, excess / (1 - usual))
        : 0;
  }

  private static double latencyLoss(Outliers peers, long latency) {
    double log = Math.log((double) latency);
    double times = Math.exp(log - peers.median());
    return times >= SLOW && peers.above(log, LEAST_LATENCY) ? Math.min(MAX_LOSS, 1 - 1 / times) : 0;
  }

  private static boolean worthTelling(Standing told, Standing now) {
    boolean empty = now.errorPeers() == 0 && now.latencyPeers() == 0;
    boolean losesNothing = now.errorLoss() == 0 && now.latencyLoss() == 0;
    boolean toldNothing = told.errorLoss() == 0 && told.latencyLoss() == 0;
    if (empty && losesNothing && toldNothing && told.errorPeers() == 0) {
      return false;
    }
    return Math.abs(told.errorLoss() - now.errorLoss()) >= NOTABLE
        || Math.abs(told.latencyLoss() - now.latencyLoss()) >= NOTABLE
        || (told.errorPeers() == 0) != (now.errorPeers() == 0)
        || now.millis() - told.millis() >= REFRESH_MILLIS;
  }
}
