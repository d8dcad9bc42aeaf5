/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

/**
 * The part of a request that becomes one Kafka record.
 *
 * @param ordinal 0 for the first fragment of the request on this partition, then 1, 2 ...
 * @param items records inside
 * @param bytes upper bound of the encoded size
 */
public record Fragment(int partition, int ordinal, int items, int bytes, int first, int end) {}
