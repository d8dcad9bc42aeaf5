/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.traffic;

/**
 * A record of topic {@code heliograph.traffic}.
 *
 * @param key of the service
 * @param value an encoded {@code ServiceTraffic}
 */
@SuppressWarnings("ArrayRecordComponent") // Flink knows no other bytes
public record TrafficRecord(byte[] key, byte[] value) {}
