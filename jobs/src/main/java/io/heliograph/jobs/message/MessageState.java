/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import java.util.Map;

/**
 * What is known of a message.
 *
 * @param topic of key, tag and lane too: as the producer says; until it does, as a consumer says
 * @param produced whether the producer's fact has come; consumers' may overtake it
 * @param producedMillis while that has not come, the earliest time a consumer names: it was not
 *     produced later, and the table's expiry needs a time
 * @param groups by consumer group, at most {@link MessageRules#MAX_GROUPS}
 * @param touchedMillis log time of the last change
 */
public record MessageState(
    String messageId,
    String topic,
    String key,
    String tag,
    String lane,
    String producer,
    boolean produced,
    long producedMillis,
    Map<String, GroupTrace> groups,
    long touchedMillis,
    long revision) {}
