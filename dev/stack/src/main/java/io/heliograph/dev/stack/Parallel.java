/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same to several things at once and waits for all. */
final class Parallel {
  private Parallel() {}

  /** What is done to each. */
  @FunctionalInterface
  interface Action<T> {
    void on(T item) throws Exception;
  }

  /**
   * @throws IllegalStateException with the first failure, after all are through
   */
  static <T> void run(Collection<T> items, int threads, Action<T> action)
      throws InterruptedException {
    if (items.isEmpty()) {
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, threads));
    try {
      List<Callable<Void>> tasks =
          items.stream()
              .<Callable<Void>>map(
                  item ->
                      () -> {
                        action.on(item);
                        return null;
                      })
              .toList();
      for (Future<Void> done : executor.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException | CancellationException e) {
      throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}
