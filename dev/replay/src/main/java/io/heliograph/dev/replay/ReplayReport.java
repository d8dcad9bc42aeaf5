/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a replay did.
 *
 * @param run names the run; idempotency keys start with it
 * @param files that were read
 * @param items by kind
 * @param reasons why items were rejected or given up, with how many
 * @param batches requests, repeats not counted
 * @param retries requests sent again
 * @param duration from the first read to the last answer
 */
public record ReplayReport(
    String run,
    List<FileRead> files,
    Map<ItemKind, Counts> items,
    Map<String, Long> reasons,
    long batches,
    long retries,
    Duration duration) {

  /**
   * A file.
   *
   * @param malformed rows that could not be read, and were not sent
   */
  public record FileRead(Path file, long malformed) {}

  /**
   * Items of one kind; once the replay has ended, read = accepted + rejected + undelivered.
   *
   * @param read from the files
   * @param sent at least once
   * @param accepted by the endpoint
   * @param rejected by the endpoint, with a reason
   * @param undelivered given up after repeats
   */
  public record Counts(long read, long sent, long accepted, long rejected, long undelivered) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          read + other.read,
          sent + other.sent,
          accepted + other.accepted,
          rejected + other.rejected,
          undelivered + other.undelivered);
    }
  }

  /** Items of one kind; zeros if there were none. */
  public Counts items(ItemKind kind) {
    return items.getOrDefault(kind, Counts.NONE);
  }

  /** Items of all kinds. */
  public Counts total() {
    return items.values().stream().reduce(Counts.NONE, Counts::plus);
  }

  /** Rows that could not be read. */
  public long malformed() {
    return files.stream().mapToLong(FileRead::malformed).sum();
  }

  /** Whether every item read was accepted, or rejected with a reason. */
  public boolean complete() {
    Counts total = total();
    return total.undelivered() == 0 && total.read() == total.accepted() + total.rejected();
  }
}
