/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.protocol;

import java.util.ArrayList;
import java.util.List;

/** Every Kafka topic of Heliograph. Signals have theirs by {@link Signal#topic()}. */
public final class Topics {
  static final String PREFIX = "heliograph.";

  /** Health the job computed, by instance; compacted, read back by the registry. */
  public static final String HEALTH = PREFIX + "health";

  /** Quota budgets, by rule; compacted, read back by the registry. */
  public static final String QUOTAS = PREFIX + "quotas";

  /** Config items and governance rules; compacted, their durable store. */
  public static final String CONFIG = PREFIX + "config";

  /** Delayed messages that are not due yet. */
  public static final String SCHEDULE = PREFIX + "schedule";

  /** Transactional messages that are not decided yet. */
  public static final String HALF = PREFIX + "half";

  /** {@code heliograph.v1.DeadLetter}: what was refused, with the reason. */
  public static final String DEAD_LETTERS = PREFIX + "dead-letters";

  /**
   * {@code heliograph.v1.ServiceTraffic}: calls by instance, from the trace job to the health job.
   * Of no use to anybody after some seconds.
   */
  public static final String TRAFFIC = PREFIX + "traffic";

  private Topics() {}

  /**
   * A topic as it is to be created.
   *
   * @param compacted the newest record of each key is kept
   * @param highVolume deserves more partitions
   * @param shortLived old after seconds, so that minutes of it are enough
   */
  public record Spec(String name, boolean compacted, boolean highVolume, boolean shortLived) {}

  /** All topics, in the order of the contract. */
  public static List<Spec> all() {
    List<Spec> specs = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      boolean highVolume =
          signal == Signal.SPANS || signal == Signal.LOGS || signal == Signal.METRICS;
      specs.add(new Spec(signal.topic(), false, highVolume, false));
    }
    for (String name : List.of(HEALTH, QUOTAS, CONFIG)) {
      specs.add(new Spec(name, true, false, false));
    }
    for (String name : List.of(SCHEDULE, HALF, DEAD_LETTERS)) {
      specs.add(new Spec(name, false, false, false));
    }
    specs.add(new Spec(TRAFFIC, false, false, true));
    return List.copyOf(specs);
  }
}
