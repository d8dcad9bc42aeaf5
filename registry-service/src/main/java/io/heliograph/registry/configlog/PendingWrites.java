/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Changes that were appended and are not read back yet, at most {@value #MAX}. Thread-safe. */
final class PendingWrites {
  static final int MAX = 1_000;

  private final Duration deadline;
  private final Map<String, CompletableFuture<DocumentVersion>> byAttempt =
      new ConcurrentHashMap<>();

  PendingWrites(Duration deadline) {
    this.deadline = deadline;
  }

  /** Awaits a change; fails at once if too many are awaited, and when its time is over. */
  CompletableFuture<DocumentVersion> await(DocumentVersion version) {
    CompletableFuture<DocumentVersion> answer = new CompletableFuture<>();
    if (byAttempt.size() >= MAX) {
      answer.completeExceptionally(
          new LogUnavailableException("%,d changes wait for Kafka already".formatted(MAX)));
      return answer;
    }
    byAttempt.put(version.attempt(), answer);
    CompletableFuture.delayedExecutor(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () ->
                answer.completeExceptionally(
                    LogUnavailableException.unconfirmed(
                        "within %d ms".formatted(deadline.toMillis()))));
    var unused = answer.whenComplete((done, failed) -> byAttempt.remove(version.attempt()));
    return answer;
  }

  boolean awaits(DocumentVersion version) {
    return byAttempt.containsKey(version.attempt());
  }

  /**
   * Answers a change that has been read back.
   *
   * @param wasCurrent whether it was when it was read
   * @param now its document at the end of the log
   */
  void decide(DocumentVersion version, boolean wasCurrent, Document now) {
    CompletableFuture<DocumentVersion> answer = byAttempt.get(version.attempt());
    if (answer == null) {
      return;
    }
    boolean leftTheHistory = now.version() - version.version() >= Document.HISTORY;
    if (now.has(version.attempt()) || (wasCurrent && leftTheHistory)) {
      answer.complete(version);
    } else {
      answer.completeExceptionally(
          new VersionConflictException(version.key(), version.version() - 1, now.version()));
    }
  }

  void failAll(String why) {
    byAttempt
        .values()
        .forEach(answer -> answer.completeExceptionally(new LogUnavailableException(why)));
  }
}
