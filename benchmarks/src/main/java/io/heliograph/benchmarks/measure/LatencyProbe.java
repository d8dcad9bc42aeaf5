/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * Time from a trace's sending until a query by its trace id finds it whole. Traces are watched by
 * {@link #sent}; a thread of its own asks ClickHouse every {@value #POLL_MILLIS} ms, so a latency
 * is up to that much too long, never too short.
 */
public final class LatencyProbe implements AutoCloseable {
  private static final int POLL_MILLIS = 100;
  private static final int SPANS_OF_A_TRACE = 10;

  /** Each watched trace costs the one who is measured a look, some ten times. */
  private static final int PAUSE_MILLIS = 200;

  private static final int MAX_WATCHED = 2_000;

  private final ClickHouse clickHouse;
  private final String question;
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final Histogram histogram = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
  private final Thread poller = new Thread(this::poll, "latency-probe");
  private long watchedNanos;
  private volatile boolean stop;
  private volatile String failure = "";

  /**
   * @param question a query for those of some trace ids, a list of literals for %s, that are whole
   */
  private LatencyProbe(ClickHouse clickHouse, String question) {
    this.clickHouse = clickHouse;
    this.question = question;
    poller.setDaemon(true);
    poller.start();
  }

  /**
   * Until all spans of a trace are in a table like {@code otel_traces}. Ids are random: without the
   * time, each look would read the whole table, and be what is measured. What is not there after 30
   * s counts as missing.
   */
  public static LatencyProbe ofSpans(ClickHouse clickHouse, String table) {
    return new LatencyProbe(
        clickHouse,
        "SELECT TraceId FROM "
            + table
            + " WHERE TraceId IN (%s) AND Timestamp > now64() - INTERVAL 30 SECOND GROUP BY TraceId"
            + " HAVING count() >= "
            + SPANS_OF_A_TRACE);
  }

  /** Until a table like {@code trace_rows} tells of a trace with all its spans; likewise. */
  public static LatencyProbe ofTraces(ClickHouse clickHouse, String table) {
    return new LatencyProbe(
        clickHouse,
        "SELECT DISTINCT trace_id FROM "
            + table
            + " WHERE trace_id IN (%s) AND start_time > now64() - INTERVAL 30 SECOND"
            + " AND status = 'complete' AND span_count >= "
            + SPANS_OF_A_TRACE);
  }

  /**
   * Watches a trace from now on: one each {@value #PAUSE_MILLIS} ms, and {@value #MAX_WATCHED} at
   * once at most. One thread calls it.
   */
  public void sent(String traceId, long nanoTime) {
    long sinceMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - watchedNanos);
    if (sentAt.size() < MAX_WATCHED && (watchedNanos == 0 || sinceMillis >= PAUSE_MILLIS)) {
      watchedNanos = System.nanoTime();
      sentAt.put(traceId, nanoTime);
    }
  }

  /** Waits until every watched trace was found. */
  public Latency finish(long timeoutSeconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    while (!sentAt.isEmpty() && System.nanoTime() < deadline && failure.isEmpty()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
    }
    close();
    poller.join(TimeUnit.SECONDS.toMillis(10));
    return new Latency(
        histogram.getTotalCount(),
        sentAt.size(),
        histogram.getValueAtPercentile(50) / 1e6,
        histogram.getValueAtPercentile(99) / 1e6,
        histogram.getMaxValue() / 1e6,
        failure);
  }

  /**
   * Seconds until queryable.
   *
   * @param found traces found complete
   * @param missing traces that were not
   */
  public record Latency(
      long found, long missing, double p50, double p99, double max, String failure) {}

  private void poll() {
    while (!stop) {
      long started = System.nanoTime();
      try {
        if (!sentAt.isEmpty()) {
          look();
        }
      } catch (IOException e) {
        failure = e.getMessage();
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS) - (System.nanoTime() - started));
    }
  }

  private void look() throws IOException, InterruptedException {
    List<String> watched = new ArrayList<>(sentAt.keySet());
    String ids = watched.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
    List<String> complete = clickHouse.lines(question.formatted(ids));
    long now = System.nanoTime();
    for (String id : complete) {
      Long sent = sentAt.remove(id);
      if (sent != null) {
        histogram.recordValue(TimeUnit.NANOSECONDS.toMicros(now - sent));
      }
    }
  }

  @Override
  public void close() {
    stop = true;
  }
}
