/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.Lifecycle;
import io.heliograph.v1.Load;
import io.heliograph.v1.Location;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Beats for one instance on an interval, from a daemon thread of its own. A change of lifecycle
 * beats at once. Close sends a last beat, STOPPED, so that nobody has to wait for silence.
 */
public final class Heartbeater implements AutoCloseable {
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofHours(1);

  private final HeliographReporter reporter;
  private final LoadSource load;
  private final Clock clock;
  private final Heartbeat template;
  private final ScheduledExecutorService beats;
  private Lifecycle lifecycle;
  private long sequence;
  private boolean closed;

  private Heartbeater(
      HeliographReporter reporter,
      ServiceInstance instance,
      Duration interval,
      LoadSource load,
      Lifecycle first,
      Clock clock) {
    this.reporter = reporter;
    this.load = load;
    this.clock = clock;
    this.lifecycle = first;
    this.template = template(instance, interval, clock.instant());
    this.beats =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "heliograph-heartbeat");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts beating, SERVING, at once and then every interval.
   *
   * @param interval 100 ms to 1 h; the pipeline suspects an instance that misses its beats
   * @throws IllegalArgumentException if the interval is out of range
   */
  public static Heartbeater start(
      HeliographReporter reporter, ServiceInstance instance, Duration interval, LoadSource load) {
    return start(
        reporter, instance, interval, load, Lifecycle.LIFECYCLE_SERVING, Clock.systemUTC());
  }

  static Heartbeater start(
      HeliographReporter reporter,
      ServiceInstance instance,
      Duration interval,
      LoadSource load,
      Lifecycle first,
      Clock clock) {
    Objects.requireNonNull(reporter, "reporter");
    Objects.requireNonNull(load, "load");
    if (interval.compareTo(LEAST) < 0 || interval.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "interval must be " + LEAST + " to " + MOST + ", is " + interval);
    }
    Heartbeater heartbeater = new Heartbeater(reporter, instance, interval, load, first, clock);
    var unused =
        heartbeater.beats.scheduleAtFixedRate(
            heartbeater::beat, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    return heartbeater;
  }

  /** Changes the lifecycle and beats. */
  public synchronized void lifecycle(Lifecycle next) {
    if (!closed) {
      lifecycle = Objects.requireNonNull(next, "lifecycle");
      beat();
    }
  }

  /** Stops beating and sends the last beat. Close the reporter after, so that it gets out. */
  @Override
  public synchronized void close() {
    if (!closed) {
      lifecycle(Lifecycle.LIFECYCLE_STOPPED);
      closed = true;
      beats.shutdown();
    }
  }

  private synchronized void beat() {
    if (closed) {
      return;
    }
    Heartbeat.Builder beat =
        template.toBuilder()
            .setTimeUnixNano(nanos(clock.instant()))
            .setSequence(++sequence)
            .setLifecycle(lifecycle);
    Load measured = measure();
    if (measured != null) {
      beat.setLoad(measured);
    }
    reporter.report(beat.build());
  }

  // An exception would silently end the schedule, and so declare a healthy instance dead.
  private Load measure() {
    try {
      return load.read();
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static Heartbeat template(ServiceInstance instance, Duration interval, Instant started) {
    return Heartbeat.newBuilder()
        .setNamespace(instance.namespace())
        .setService(instance.service())
        .setInstanceId(instance.instanceId())
        .setHost(instance.host())
        .setPort(instance.port())
        .setVersion(instance.version())
        .setGroup(instance.group())
        .setLane(instance.lane())
        .setLocation(
            Location.newBuilder()
                .setCity(instance.city())
                .setCenter(instance.center())
                .setRoom(instance.room()))
        .putAllTags(instance.tags())
        .setWeight(instance.weight())
        .setWarmupSeconds(instance.warmupSeconds())
        .setIntervalMs((int) interval.toMillis())
        .setStartedUnixNano(nanos(started))
        .build();
  }

  static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
