/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Origin;
import java.util.Map;

/** A heartbeat of ORDERS_1, to be varied: every 10 s, normal weight, no warm-up. */
final class ABeat {
  static final InstanceId ORDERS_1 = new InstanceId("default", "orders", "orders-1");
  static final long START = 1_700_000_000_000L;
  static final long INTERVAL = 10_000;

  private InstanceId id = ORDERS_1;
  private long millis = START;
  private long sequence = 1;
  private long started = START * 1_000_000;
  private long sent;
  private long interval = INTERVAL;
  private long warmup;
  private long calls;
  private long errors;
  private String version = "1.4.2";
  private Lifecycle lifecycle = Lifecycle.SERVING;
  private Strain strain = Strain.NONE;
  private boolean leased;

  /** The first beat, at START. */
  static ABeat first() {
    return new ABeat();
  }

  /** The beat with a sequence number, on time. */
  static ABeat number(long sequence) {
    ABeat beat = new ABeat();
    beat.sequence = sequence;
    beat.millis = START + (sequence - 1) * INTERVAL;
    return beat;
  }

  ABeat of(String service, String instanceId) {
    id = new InstanceId("default", service, instanceId);
    return this;
  }

  ABeat at(long logMillis) {
    millis = logMillis;
    return this;
  }

  ABeat sequence(long number) {
    sequence = number;
    return this;
  }

  ABeat started(long unixNanos) {
    started = unixNanos;
    return this;
  }

  ABeat sent(long unixNanos) {
    sent = unixNanos;
    return this;
  }

  ABeat every(long intervalMillis) {
    interval = intervalMillis;
    return this;
  }

  ABeat warmup(long millisOfWarmup) {
    warmup = millisOfWarmup;
    return this;
  }

  ABeat load(long callsDone, long callsFailed) {
    calls = callsDone;
    errors = callsFailed;
    return this;
  }

  ABeat strain(double cpu, double load1, long inFlight) {
    strain = new Strain(cpu, load1, 0.5, inFlight);
    return this;
  }

  /** Told by a registry node, of a registration. */
  ABeat leased(long registeredMillis) {
    leased = true;
    started = registeredMillis * 1_000_000;
    sequence = millis;
    return this;
  }

  /** The last one: its owner has taken it out. */
  ABeat left() {
    lifecycle = Lifecycle.STOPPED;
    sequence = Long.MAX_VALUE;
    return this;
  }

  ABeat version(String newVersion) {
    version = newVersion;
    return this;
  }

  ABeat lifecycle(Lifecycle newLifecycle) {
    lifecycle = newLifecycle;
    return this;
  }

  Beat build() {
    Profile profile =
        new Profile(
            "10.0.0.7", 8080, version, "blue", "", "sh", "sh-1", "a", Map.of("tier", "gold"), 100);
    return new Beat(
        new Origin("heliograph.heartbeats", 0, sequence, millis),
        id,
        profile,
        lifecycle,
        sent,
        started,
        sequence,
        interval,
        warmup,
        calls,
        errors,
        strain,
        leased);
  }
}
