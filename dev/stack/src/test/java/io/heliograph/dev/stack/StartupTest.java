/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StartupTest {
  private final List<String> started = new ArrayList<>();
  private final Map<String, CompletableFuture<Void>> futures = new HashMap<>();
  private final Startup startup = new Startup();

  @Test
  void run_chain_startsEachWhenTheOneBeforeIsReady() {
    add("jobs", "topics", "flink");
    add("topics", "kafka");
    add("kafka");
    add("flink");

    CompletableFuture<Void> all = startup.run();
    assertThat(started).containsExactlyInAnyOrder("kafka", "flink");

    ready("kafka");
    assertThat(started).contains("topics").doesNotContain("jobs");
    ready("topics");
    assertThat(started).doesNotContain("jobs");
    ready("flink");
    assertThat(started).contains("jobs");
    assertThat(all).isNotDone();
    ready("jobs");
    assertThat(all).isCompleted();
  }

  @Test
  void run_failure_failsAtOnceAndStartsNothingAfterIt() {
    add("topics", "kafka");
    add("kafka");
    add("flink");
    CompletableFuture<Void> all = startup.run();

    futures.get("kafka").completeExceptionally(new IllegalStateException("no"));

    assertThat(all).isCompletedExceptionally();
    assertThat(started).doesNotContain("topics");
  }

  @Test
  void run_dependencyThatIsNotAdded_countsAsGiven() {
    add("topics", "kafka");

    startup.run();

    assertThat(started).containsExactly("topics");
  }

  @Test
  void run_circle_isRefused() {
    add("a", "b");
    add("b", "a");

    assertThatThrownBy(startup::run).hasMessageContaining("depends on itself");
  }

  private void add(String name, String... dependsOn) {
    futures.put(name, new CompletableFuture<>());
    startup.add(
        name,
        Set.of(dependsOn),
        () -> {
          started.add(name);
          return futures.get(name);
        });
  }

  private void ready(String name) {
    futures.get(name).complete(null);
  }
}
