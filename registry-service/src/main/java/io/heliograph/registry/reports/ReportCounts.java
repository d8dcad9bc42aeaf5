/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of reports. Of results: given = delivered + crowdedOut + undelivered, and those that
 * are on their way. Of notices: given = told + forgotten, and those that wait. Thread-safe.
 */
public final class ReportCounts {
  final LongAdder delivered = new LongAdder();
  final LongAdder crowdedOut = new LongAdder();
  final LongAdder undelivered = new LongAdder();
  final LongAdder told = new LongAdder();
  final LongAdder forgotten = new LongAdder();

  ReportCounts() {}

  /** Results that are in Kafka. */
  public long delivered() {
    return delivered.sum();
  }

  /** Results that were dropped since too many waited. */
  public long crowdedOut() {
    return crowdedOut.sum();
  }

  /** Results that were dropped since Kafka did not take them in time. */
  public long undelivered() {
    return undelivered.sum();
  }

  /** Notices of protection that are in Kafka. */
  public long told() {
    return told.sum();
  }

  /** Notices of protection that were dropped since too many waited. */
  public long forgotten() {
    return forgotten.sum();
  }
}
