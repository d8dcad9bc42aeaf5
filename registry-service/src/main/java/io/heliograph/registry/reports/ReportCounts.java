/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of reports. Of notices: given = told + forgotten, and those that wait. Thread-safe.
 */
public final class ReportCounts {
  final LongAdder told = new LongAdder();
  final LongAdder forgotten = new LongAdder();
  private final ReportOutcomes results = new ReportOutcomes();
  private final ReportOutcomes beats = new ReportOutcomes();

  ReportCounts() {}

  /** Results of probes. */
  public ReportOutcomes results() {
    return results;
  }

  /**
   * Beats of leases; one that another of its instance has replaced before it went does not count.
   */
  public ReportOutcomes beats() {
    return beats;
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
