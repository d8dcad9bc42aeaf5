/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Inserts until ClickHouse has confirmed: retries what a retry can mend, for as long as it takes,
 * since the rows are nowhere else once their checkpoint is complete. Thread safe; an interrupt ends
 * the wait.
 */
final class Inserter {
  private final InsertClient client;
  private final Backoff backoff;
  private final Outage outage;
  private final CommitMetrics metrics;

  Inserter(InsertClient client, Backoff backoff, Outage outage, CommitMetrics metrics) {
    this.client = client;
    this.backoff = backoff;
    this.outage = outage;
    this.metrics = metrics;
  }

  /**
   * Returns null once the rows are stored; else why some of them never will be.
   *
   * @throws FatalFailureException if no retry mends it
   */
  RefusedException insert(InsertRequest request) throws IOException, InterruptedException {
    for (int failures = 1; ; failures++) {
      try {
        long start = System.nanoTime();
        client.insert(request);
        metrics.insertMillis().update((System.nanoTime() - start) / 1_000_000);
        metrics.inserts().inc();
        metrics.bytes().inc(request.body().length());
        outage.succeeded();
        return null;
      } catch (IOException e) {
        switch (Failure.of(e)) {
          case POISON -> {
            return (RefusedException) e;
          }
          case FATAL -> throw fatal(e.getMessage(), e);
          case RETRYABLE -> {
            metrics.retries().inc();
            long millis = backoff.millis(failures, ThreadLocalRandom.current());
            outage.failed(e, millis);
            Thread.sleep(millis);
          }
        }
      }
    }
  }

  FatalFailureException fatal(String message, IOException cause) {
    metrics.fatalFailures().inc();
    return new FatalFailureException(message, cause);
  }
}
