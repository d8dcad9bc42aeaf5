/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * Somebody who waits for a service to change, once. Either it is woken or it is given up, never
 * both. Thread-safe.
 */
public final class Await {
  private final Catalog catalog;
  private final ServiceName service;
  private final LongConsumer wake;
  private final AtomicBoolean ended = new AtomicBoolean();

  Await(Catalog catalog, ServiceName service, LongConsumer wake) {
    this.catalog = catalog;
    this.service = service;
    this.wake = wake;
  }

  ServiceName service() {
    return service;
  }

  /** Waits no longer; false if it was woken or given up before. */
  public boolean giveUp() {
    boolean first = ended.compareAndSet(false, true);
    if (first) {
      catalog.forget(this);
    }
    return first;
  }

  void wake(long changedNanos) {
    if (ended.compareAndSet(false, true)) {
      wake.accept(changedNanos);
    }
  }
}
