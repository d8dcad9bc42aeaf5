/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.RateLimitUsage;
import java.time.Duration;
import java.util.Objects;

/**
 * Sends heartbeats, probe results, config events, message events and rate-limit usage to a gateway.
 *
 * <p>{@code report} puts a record into a bounded queue and returns at once: it never throws, never
 * waits for the network, and returns false when it dropped the record. One daemon thread batches
 * the queue onto a gRPC stream, matches acknowledgements, and sends again what was not acknowledged
 * (with the same idempotency key, so that a repeat is stored once). Records may arrive out of
 * order.
 *
 * <p>Nothing is dropped in silence: see {@link ReporterStats} for the conservation law.
 *
 * <p>Safe for use by many threads.
 */
public final class HeliographReporter implements AutoCloseable {
  private final ReporterCounters counters = new ReporterCounters();
  private final RecordQueue queue;
  private final SendLoop loop;
  private final Thread thread;
  private final ManagedChannel ownChannel; // null: the user's, left open

  private HeliographReporter(
      Channel channel, ManagedChannel ownChannel, ReporterSettings settings) {
    this.ownChannel = ownChannel;
    this.queue = new RecordQueue(settings.maxQueuedRecords(), settings.maxQueuedBytes(), counters);
    this.loop = new SendLoop(channel, queue, settings, counters);
    this.thread = new Thread(loop, "heliograph-reporter");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * A reporter to a gateway without TLS, e.g. {@code localhost:4317}.
   *
   * @throws IllegalArgumentException if the target is blank
   */
  public static Builder to(String target) {
    if (target == null || target.isBlank()) {
      throw new IllegalArgumentException("target must be HOST:PORT, is blank");
    }
    return new Builder(target, null);
  }

  /** A reporter over a channel of the caller's (TLS, credentials); close leaves it open. */
  public static Builder over(Channel channel) {
    return new Builder(null, Objects.requireNonNull(channel, "channel"));
  }

  /** Queues a heartbeat; false if it was dropped and counted. */
  public boolean report(Heartbeat heartbeat) {
    return queue.offer(QueuedRecord.Kind.HEARTBEAT, heartbeat);
  }

  /** Queues a probe result; false if it was dropped and counted. */
  public boolean report(ProbeResult result) {
    return queue.offer(QueuedRecord.Kind.PROBE, result);
  }

  /** Queues a config event; false if it was dropped and counted. */
  public boolean report(ConfigEvent event) {
    return queue.offer(QueuedRecord.Kind.CONFIG_EVENT, event);
  }

  /** Queues a message event; false if it was dropped and counted. */
  public boolean report(MessageEvent event) {
    return queue.offer(QueuedRecord.Kind.MESSAGE_EVENT, event);
  }

  /** Queues rate-limit usage; false if it was dropped and counted. */
  public boolean report(RateLimitUsage usage) {
    return queue.offer(QueuedRecord.Kind.USAGE, usage);
  }

  /** What became of the records so far. */
  public ReporterStats stats() {
    return counters.snapshot();
  }

  /** Closes with a timeout of 5 s. */
  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }

  /**
   * Takes nothing more, sends what is queued and waits for its acknowledgement, no longer than the
   * timeout. What is left then is dropped and counted. Idempotent; an interrupt cuts the wait short
   * and stays set.
   *
   * @return whether everything reported was answered by the gateway
   */
  public boolean close(Duration timeout) {
    queue.close(System.nanoTime() + timeout.toNanos());
    try {
      thread.join(Math.max(1, timeout.toMillis() + 1_000));
    } catch (InterruptedException e) {
      loop.abandon();
      Thread.currentThread().interrupt();
    }
    if (ownChannel != null) {
      ownChannel.shutdownNow();
    }
    return counters.snapshot().droppedAtClose() == 0 && !thread.isAlive();
  }

  /** Settings; each has a default that suits a service. */
  public static final class Builder {
    private final String target;
    private final Channel channel;
    private int maxQueuedRecords = ReporterSettings.DEFAULTS.maxQueuedRecords();
    private long maxQueuedBytes = ReporterSettings.DEFAULTS.maxQueuedBytes();
    private int maxBatchRecords = ReporterSettings.DEFAULTS.maxBatchRecords();
    private long maxBatchBytes = ReporterSettings.DEFAULTS.maxBatchBytes();
    private int maxInFlight = ReporterSettings.DEFAULTS.maxInFlight();
    private Duration linger = ReporterSettings.DEFAULTS.linger();
    private Duration ackTimeout = ReporterSettings.DEFAULTS.ackTimeout();
    private Duration firstBackoff = ReporterSettings.DEFAULTS.firstBackoff();
    private Duration maxBackoff = ReporterSettings.DEFAULTS.maxBackoff();
    private Duration retryFor = ReporterSettings.DEFAULTS.retryFor();

    private Builder(String target, Channel channel) {
      this.target = target;
      this.channel = channel;
    }

    /** Bounds the queue by records (default 10,000) and encoded bytes (default 8 MiB). */
    public Builder queue(int records, long bytes) {
      this.maxQueuedRecords = records;
      this.maxQueuedBytes = bytes;
      return this;
    }

    /** Bounds a request by records (default 500) and encoded bytes (default 512 KiB). */
    public Builder batch(int records, long bytes) {
      this.maxBatchRecords = records;
      this.maxBatchBytes = bytes;
      return this;
    }

    /** Requests sent and not yet acknowledged, at most; default 4. */
    public Builder inFlight(int batches) {
      this.maxInFlight = batches;
      return this;
    }

    /** How long a record may wait for company; default 200 ms. */
    public Builder linger(Duration linger) {
      this.linger = Objects.requireNonNull(linger, "linger");
      return this;
    }

    /** How long an answer may take before the request is sent again; default 10 s. */
    public Builder ackTimeout(Duration timeout) {
      this.ackTimeout = Objects.requireNonNull(timeout, "ackTimeout");
      return this;
    }

    /** First and longest pause between repeats; default 200 ms and 10 s. */
    public Builder backoff(Duration first, Duration longest) {
      this.firstBackoff = Objects.requireNonNull(first, "firstBackoff");
      this.maxBackoff = Objects.requireNonNull(longest, "maxBackoff");
      return this;
    }

    /** How long a request is repeated before it is dropped; default 5 min, under 10 min. */
    public Builder retryFor(Duration duration) {
      this.retryFor = Objects.requireNonNull(duration, "retryFor");
      return this;
    }

    /**
     * Checks the settings and starts the reporter. Needs no gateway: it connects when there is
     * something to send.
     *
     * @throws IllegalArgumentException naming the setting, its value and its range
     */
    public HeliographReporter start() {
      ReporterSettings settings =
          new ReporterSettings(
              maxQueuedRecords,
              maxQueuedBytes,
              maxBatchRecords,
              maxBatchBytes,
              maxInFlight,
              linger,
              ackTimeout,
              firstBackoff,
              maxBackoff,
              retryFor);
      if (channel != null) {
        return new HeliographReporter(channel, null, settings);
      }
      ManagedChannel own = ManagedChannelBuilder.forTarget(target).usePlaintext().build();
      return new HeliographReporter(own, own, settings);
    }
  }
}
