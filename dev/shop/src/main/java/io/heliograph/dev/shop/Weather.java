/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How a service feels today: its ordinary work, and the faults that its config puts on top. */
final class Weather {
  private final LiveConfig config;

  Weather(LiveConfig config) {
    this.config = config;
  }

  /** Takes about so long, plus the delay of the config. */
  void work(double millis) {
    double jitter = jitter();
    double total = millis * jitter + config.get(LiveConfig.DELAY_MS) * jitter;
    LockSupport.parkNanos((long) (total * TimeUnit.MILLISECONDS.toNanos(1)));
  }

  static double jitter() {
    return ThreadLocalRandom.current().nextDouble(0.6, 1.6);
  }

  /** Whether this call is to fail: at the base rate, or the config's where that is higher. */
  boolean fails(double baseRate) {
    double rate = Math.max(baseRate, config.get(LiveConfig.FAILURE_RATE));
    return ThreadLocalRandom.current().nextDouble() < rate;
  }
}
