/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A row of {@code trace_findings}.
 *
 * @param place id of the span it was found at
 * @param lane the lane that was left, for {@code lane_violation}
 * @param evidence an object
 */
public record Finding(
    String kind,
    String service,
    String operation,
    String place,
    List<String> spanIds,
    long count,
    long savingNanos,
    String lane,
    JsonNode evidence) {}
