/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the reports of a kind: given = delivered + crowdedOut + undelivered, and those
 * that are on their way. Thread-safe.
 */
public final class ReportOutcomes {
  final LongAdder delivered = new LongAdder();
  final LongAdder crowdedOut = new LongAdder();
  final LongAdder undelivered = new LongAdder();

  ReportOutcomes() {}

  /** Those that are in Kafka. */
  public long delivered() {
    return delivered.sum();
  }

  /** Those that were dropped since too many waited. */
  public long crowdedOut() {
    return crowdedOut.sum();
  }

  /** Those that were dropped since Kafka did not take them in time. */
  public long undelivered() {
    return undelivered.sum();
  }
}
