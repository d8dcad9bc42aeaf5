/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

/**
 * The counters behind {@link ReporterStats}. Each method moves records from one place of the law to
 * another under one lock, so that every snapshot balances.
 */
final class ReporterCounters {
  private long reported;
  private long accepted;
  private long rejected;
  private long queueFull;
  private long tooLarge;
  private long expired;
  private long refused;
  private long atClose;
  private long retries;
  private long streams;

  synchronized void reported() {
    reported++;
  }

  synchronized void reportedQueueFull() {
    reported++;
    queueFull++;
  }

  synchronized void reportedTooLarge() {
    reported++;
    tooLarge++;
  }

  synchronized void reportedAfterClose() {
    reported++;
    atClose++;
  }

  synchronized void answered(long acceptedRecords, long rejectedRecords) {
    accepted += acceptedRecords;
    rejected += rejectedRecords;
  }

  synchronized void expired(long records) {
    expired += records;
  }

  synchronized void refused(long records) {
    refused += records;
  }

  synchronized void abandoned(long records) {
    atClose += records;
  }

  synchronized void retried() {
    retries++;
  }

  synchronized void streamOpened() {
    streams++;
  }

  synchronized ReporterStats snapshot() {
    long settled = accepted + rejected + queueFull + tooLarge + expired + refused + atClose;
    return new ReporterStats(
        reported,
        accepted,
        rejected,
        queueFull,
        tooLarge,
        expired,
        refused,
        atClose,
        reported - settled,
        retries,
        streams);
  }
}
