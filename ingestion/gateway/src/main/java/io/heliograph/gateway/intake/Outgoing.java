/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

/**
 * A record for Kafka.
 *
 * @param items records inside
 * @param idempotencyKey empty for none
 */
public record Outgoing(
    String topic, int partition, byte[] value, int items, String idempotencyKey) {}
