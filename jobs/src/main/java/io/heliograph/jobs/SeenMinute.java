/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

/**
 * State of {@link FragmentDedup}: the idempotency keys that came in one minute on one partition.
 *
 * @param minute minutes since 1970
 * @param keys 16-byte hashes, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // Flink knows no other bytes
public record SeenMinute(String topic, int partition, long minute, byte[] keys) {}
