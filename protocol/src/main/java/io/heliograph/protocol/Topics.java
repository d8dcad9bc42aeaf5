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

  private Topics() {}

  /** A topic as it is to be created. */
  public record Spec(String name, boolean compacted, boolean highVolume) {}

  /** All topics, in the order of the contract. High-volume ones deserve more partitions. */
  public static List<Spec> all() {
    List<Spec> specs = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      boolean highVolume =
          signal == Signal.SPANS || signal == Signal.LOGS || signal == Signal.METRICS;
      specs.add(new Spec(signal.topic(), false, highVolume));
    }
    for (String name : List.of(HEALTH, QUOTAS, CONFIG)) {
      specs.add(new Spec(name, true, false));
    }
    for (String name : List.of(SCHEDULE, HALF, DEAD_LETTERS)) {
      specs.add(new Spec(name, false, false));
    }
    return List.copyOf(specs);
  }
}
