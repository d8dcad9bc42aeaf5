/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Waits for the acknowledgements of all records of a request. It counts itself as one more record
 * until all are sent, so that it cannot finish between two sends.
 */
final class Delivery {
  private final AtomicInteger open = new AtomicInteger(1);
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Consumer<Exception> done;

  private Delivery(Consumer<Exception> done) {
    this.done = done;
  }

  /**
   * Sends all records; stops at the first that fails at once.
   *
   * @param done called exactly once: with null if all were acknowledged, else with a failure
   */
  static void send(Iterator<Outgoing> records, Publisher publisher, Consumer<Exception> done) {
    Delivery delivery = new Delivery(done);
    try {
      while (records.hasNext() && delivery.failure.get() == null) {
        Outgoing record = records.next();
        delivery.open.incrementAndGet();
        publisher.send(record, delivery::acknowledged);
      }
    } finally {
      delivery.acknowledged(null);
    }
  }

  private void acknowledged(Exception problem) {
    if (problem != null) {
      failure.compareAndSet(null, problem);
    }
    if (open.decrementAndGet() == 0) {
      done.accept(failure.get());
    }
  }
}
