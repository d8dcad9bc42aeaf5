/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

/**
 * A record for Kafka.
 *
 * @param items records inside
 * @param idempotencyKey empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
public record Outgoing(
    String topic, int partition, byte[] value, int items, String idempotencyKey) {}
