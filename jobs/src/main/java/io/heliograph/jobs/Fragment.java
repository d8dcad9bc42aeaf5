/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

/**
 * One Kafka record of a signal, undecoded: the part of an accepted request that went to one
 * partition. Flink serializes it as a POJO; within a chain of operators it is handed on as it is.
 *
 * @param topic where it was read
 * @param partition where it was read
 * @param offset where it was read
 * @param timestampMillis the Kafka record's timestamp; its minute is the fragment's ledger minute
 * @param items how many records the sender says are inside; -1 if it does not say
 * @param idempotencyKey the sender's key; empty if there is none
 * @param duplicate whether {@link FragmentDedup} saw the key before on this partition: count it
 *     under stage {@code duplicate}, do nothing else with it
 * @param value the encoded message; never null, not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // Flink knows no other bytes
public record Fragment(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    int items,
    String idempotencyKey,
    boolean duplicate,
    byte[] value) {

  /** Start of the UTC minute under which the ledger counts this fragment. */
  public long ledgerMinute() {
    return Math.floorDiv(timestampMillis, 60_000L) * 60_000L;
  }

  /** The claimed number of items, or what was decoded when nothing was claimed. */
  public int itemsOr(int decoded) {
    return items < 0 ? decoded : items;
  }

  Fragment asDuplicate() {
    return new Fragment(
        topic, partition, offset, timestampMillis, items, idempotencyKey, true, value);
  }
}
