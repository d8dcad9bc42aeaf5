/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what becomes of the items. For each kind, once the replay has ended:
 *
 * <pre>read = accepted + rejected + undelivered</pre>
 */
final class Tally {
  private static final int MAX_REASONS = 50;
  private static final String OTHER = "other reasons";

  private static final class Counts {
    long read;
    long sent;
    long accepted;
    long rejected;
    long undelivered;
  }

  private final Map<ItemKind, Counts> counts = new EnumMap<>(ItemKind.class);
  private final Map<String, Long> reasons = new LinkedHashMap<>();
  private long batches;
  private long retries;
  private String trouble = "";

  synchronized void read(ItemKind kind) {
    of(kind).read++;
  }

  synchronized void sent(Batch batch) {
    of(batch.kind()).sent += batch.items();
    batches++;
  }

  synchronized void repeated(String reason) {
    retries++;
    trouble = reason;
  }

  synchronized void taken(Batch batch, long rejected, String reason) {
    long refused = Math.max(0, Math.min(rejected, batch.items()));
    of(batch.kind()).accepted += batch.items() - refused;
    of(batch.kind()).rejected += refused;
    if (refused > 0) {
      because(reason.isEmpty() ? "no reason given" : reason, refused);
    }
    trouble = "";
  }

  synchronized void refused(Batch batch, String reason) {
    of(batch.kind()).rejected += batch.items();
    because(reason, batch.items());
  }

  synchronized void undelivered(Batch batch, String reason) {
    of(batch.kind()).undelivered += batch.items();
    because("gave up: " + reason, batch.items());
  }

  synchronized Map<ItemKind, ReplayReport.Counts> counts() {
    Map<ItemKind, ReplayReport.Counts> copy = new EnumMap<>(ItemKind.class);
    counts.forEach(
        (kind, c) ->
            copy.put(
                kind,
                new ReplayReport.Counts(c.read, c.sent, c.accepted, c.rejected, c.undelivered)));
    return copy;
  }

  synchronized Map<String, Long> reasons() {
    return new LinkedHashMap<>(reasons);
  }

  synchronized long batches() {
    return batches;
  }

  synchronized long retries() {
    return retries;
  }

  /** Why the last attempt failed, if nothing was taken since. */
  synchronized String trouble() {
    return trouble;
  }

  private Counts of(ItemKind kind) {
    return counts.computeIfAbsent(kind, k -> new Counts());
  }

  private void because(String reason, long items) {
    String key = reasons.containsKey(reason) || reasons.size() < MAX_REASONS ? reason : OTHER;
    reasons.merge(key, items, Long::sum);
  }
}
