/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.util.List;

/**
 * What the trace job says of a trace: its row of {@code traces}.
 *
 * @param startNanos Unix time, corrected for clocks that are off
 * @param incompleteReason its words joined by {@code +}; empty if complete
 * @param overCap spans that were stored and not analysed
 * @param lane empty for the baseline
 * @param culprit the service at fault; empty for none
 * @param keepReason why its spans are kept longer; empty if they are not
 */
public record Verdict(
    long startNanos,
    long durationNanos,
    String rootService,
    String rootOperation,
    long spans,
    long errors,
    List<String> services,
    String status,
    String incompleteReason,
    long missingParents,
    long late,
    long duplicates,
    long overCap,
    long revision,
    String lane,
    List<PathStep> path,
    String culprit,
    String keepReason) {}
