/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Starts things in the order of their dependencies, as many at once as that order allows. A thing
 * whose dependency failed is not started.
 */
final class Startup {
  private record Node(Set<String> dependsOn, Supplier<CompletableFuture<Void>> start) {}

  private final Map<String, Node> nodes = new LinkedHashMap<>();

  /** Adds a thing. A dependency that is never added counts as given. */
  void add(String name, Set<String> dependsOn, Supplier<CompletableFuture<Void>> start) {
    nodes.put(name, new Node(dependsOn, start));
  }

  /**
   * Starts all.
   *
   * @return completes when all have, or fails as soon as one has failed
   * @throws IllegalStateException if things depend on each other in a circle
   */
  CompletableFuture<Void> run() {
    Map<String, CompletableFuture<Void>> running = new HashMap<>();
    CompletableFuture<Void> all = new CompletableFuture<>();
    nodes.keySet().forEach(name -> begin(name, running, Set.of()));
    running
        .values()
        .forEach(
            future ->
                future.whenComplete(
                    (done, failure) -> {
                      if (failure != null) {
                        all.completeExceptionally(failure);
                      }
                    }));
    CompletableFuture.allOf(running.values().toArray(CompletableFuture[]::new))
        .thenRun(() -> all.complete(null));
    return all;
  }

  private CompletableFuture<Void> begin(
      String name, Map<String, CompletableFuture<Void>> running, Set<String> above) {
    CompletableFuture<Void> known = running.get(name);
    if (known != null) {
      return known;
    }
    if (above.contains(name)) {
      throw new IllegalStateException(name + " depends on itself");
    }
    Set<String> path = new java.util.HashSet<>(above);
    path.add(name);
    Node node = nodes.get(name);
    CompletableFuture<?>[] before =
        node.dependsOn().stream()
            .filter(nodes::containsKey)
            .sorted()
            .map(dependency -> begin(dependency, running, path))
            .toArray(CompletableFuture[]::new);
    CompletableFuture<Void> future =
        CompletableFuture.allOf(before).thenCompose(ready -> node.start().get());
    running.put(name, future);
    return future;
  }
}
