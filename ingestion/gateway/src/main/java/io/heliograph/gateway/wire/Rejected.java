/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

/**
 * Records of one request that were refused for the same reason.
 *
 * @param detail the reason's text, with the number that broke the rule in the first record
 * @param sample the first such record, cut at {@link Rejections#SAMPLE_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // a sample, never compared
public record Rejected(Reason reason, String detail, long count, byte[] sample) {}
