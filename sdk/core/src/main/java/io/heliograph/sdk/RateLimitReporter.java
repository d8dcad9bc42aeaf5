/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.heliograph.v1.RateLimitUsage;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sums what a limiter admits and denies, and reports each second, rule and key once, shortly after
 * the second ended. Holds up to 10,000 sums; decisions beyond are counted in {@link #overflow}.
 * Safe for use by many threads; counting takes one short lock.
 */
public final class RateLimitReporter implements AutoCloseable {
  private static final int MAX_KEYS = 10_000;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final HeliographReporter reporter;
  private final String namespace;
  private final String reporterId;
  private final Clock clock;
  private final UsageWindows windows = new UsageWindows(MAX_KEYS);
  private final ScheduledExecutorService ticks;

  /**
   * Starts reporting.
   *
   * @param namespace empty means "default"
   * @param reporterId the instance that counts, 1 to 255 bytes
   */
  public static RateLimitReporter start(
      HeliographReporter reporter, String namespace, String reporterId) {
    RateLimitReporter started =
        new RateLimitReporter(reporter, namespace, reporterId, Clock.systemUTC());
    var unused = started.ticks.scheduleAtFixedRate(started::flushEnded, 1, 1, TimeUnit.SECONDS);
    return started;
  }

  RateLimitReporter(HeliographReporter reporter, String namespace, String reporterId, Clock clock) {
    this.reporter = Objects.requireNonNull(reporter, "reporter");
    this.namespace = Objects.requireNonNull(namespace, "namespace");
    if (reporterId == null || reporterId.isEmpty()) {
      throw new IllegalArgumentException("reporterId must be 1 to 255 bytes, is empty");
    }
    this.reporterId = reporterId;
    this.clock = clock;
    this.ticks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "heliograph-usage");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Counts one decision.
   *
   * @param key whom the limit is for; empty: everybody
   * @param limit permits per second in force
   * @return false if it was not counted, for too many keys
   */
  public boolean count(String rule, String key, long limit, boolean admitted) {
    long second = clock.instant().getEpochSecond();
    return windows.count(second, rule, key, limit, admitted ? 1 : 0, admitted ? 0 : 1);
  }

  /** Decisions not counted because there were too many keys at once. */
  public long overflow() {
    return windows.overflow();
  }

  /** Reports the seconds that have ended. */
  void flushEnded() {
    flushBefore(clock.instant().getEpochSecond());
  }

  /** Reports what is left and stops. Close the reporter after. */
  @Override
  public void close() {
    ticks.shutdown();
    flushBefore(Long.MAX_VALUE);
  }

  private void flushBefore(long second) {
    for (UsageWindows.Window window : windows.closeBefore(second)) {
      reporter.report(
          RateLimitUsage.newBuilder()
              .setNamespace(namespace)
              .setRule(window.rule())
              .setKey(window.key())
              .setWindowStartUnixNano(window.second() * SECOND_NANOS)
              .setLimit(window.limit())
              .setAdmitted(window.admitted())
              .setDenied(window.denied())
              .setReporterId(reporterId)
              .build());
    }
  }
}
