/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

/**
 * A version of a row of {@code message_traces}.
 *
 * @param group empty for a message that nobody has consumed yet
 */
public record MessageRow(
    String messageId,
    String topic,
    String key,
    String tag,
    String lane,
    String producer,
    long producedMillis,
    String group,
    long consumedMillis,
    long attempts,
    String outcome,
    long revision) {}
