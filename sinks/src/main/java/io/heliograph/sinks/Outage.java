/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of ClickHouse going away and coming back: once each, however many inserts wait. */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private final String sink;
  private int failures;
  private long sinceNanos;

  Outage(String sink) {
    this.sink = sink;
  }

  synchronized void failed(IOException failure, long retryMillis) {
    failures++;
    if (failures == 1) {
      sinceNanos = System.nanoTime();
      LOG.warn(
          "Sink {}: an insert failed and is retried until it succeeds, first in {} ms",
          sink,
          retryMillis,
          failure);
    } else {
      LOG.debug("Sink {}: failure {}, retry in {} ms", sink, failures, retryMillis, failure);
    }
  }

  synchronized void succeeded() {
    if (failures > 0) {
      LOG.warn(
          "Sink {}: inserts succeed again after {} ms and {} failures",
          sink,
          (System.nanoTime() - sinceNanos) / 1_000_000,
          failures);
      failures = 0;
    }
  }
}
