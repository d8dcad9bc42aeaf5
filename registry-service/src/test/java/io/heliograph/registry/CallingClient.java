/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * An example that calls without end, each call after the last, and a service of its own that it
 * calls. It ends at its first call that fails.
 */
final class CallingClient implements AutoCloseable {
  private static final int ENDLESS = 100_000_000;
  private static final long PACE_MILLIS = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  private static final String PLACE =
      "'leaseSeconds':600,'location':{'city':'sh','center':'sh-1','room':'a'}";

  final ClientExample example;
  final String service;
  private final Path directory;
  private final OrdersBackend first;
  private final OrdersBackend second;
  private final AtomicLong lastCallNanos = new AtomicLong();
  private final AtomicLong longestPauseNanos = new AtomicLong();
  private Process process;

  CallingClient(ClientExample example, String kind, Path directory) throws Exception {
    this.example = example;
    service = example.directory() + "-" + kind;
    this.directory = Files.createDirectory(directory.resolve(service));
    first = new OrdersBackend(service + "-1");
    second = new OrdersBackend(service + "-2");
    for (OrdersBackend backend : List.of(first, second)) {
      backend.answerAfter(PACE_MILLIS);
      backend.onCall(this::isCalled);
    }
  }

  private void isCalled() {
    long now = System.nanoTime();
    long last = lastCallNanos.getAndSet(now);
    if (last != 0) {
      longestPauseNanos.accumulateAndGet(now - last, Math::max);
    }
  }

  void start(List<String> servers, Map<String, String> environment) throws Exception {
    process = example.start(servers, service, ENDLESS, directory, environment);
  }

  /** Its service has two instances: this one, and later another. */
  void registerFirst(URI node) throws Exception {
    first.register(node, service, PLACE);
  }

  void registerSecond(URI node) throws Exception {
    second.register(node, service, PLACE);
  }

  int calls() {
    return first.calls() + second.calls();
  }

  /** Waits until it has made so many calls more. */
  void awaitCalls(int more) throws Exception {
    awaitCalls(calls(), more);
  }

  /** Waits until it has made so many calls more than those before. */
  void awaitCalls(int before, int more) throws Exception {
    await("it goes on", () -> calls() >= before + more);
  }

  void awaitSecondCalled() throws Exception {
    await("its new instance is called", () -> second.calls() > 0);
  }

  private void await(String what, Condition condition) throws Exception {
    Awaitility.await(service + ": " + what)
        .atMost(Duration.ofSeconds(40))
        .until(() -> condition.holds() || !process.isAlive());
    assertNoCallFailed();
  }

  private interface Condition {
    boolean holds();
  }

  /** Nor did any take so long that it must have waited for a node. */
  void assertNoCallFailed() throws Exception {
    assertThat(process.isAlive())
        .as("%s: %s", service, Files.readString(ClientExample.output(directory)))
        .isTrue();
    assertThat(Duration.ofNanos(longestPauseNanos.get()))
        .as("%s: longest pause", service)
        .isLessThan(LONGEST_PAUSE);
  }

  @Override
  public void close() throws Exception {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
    first.close();
    second.close();
  }
}
