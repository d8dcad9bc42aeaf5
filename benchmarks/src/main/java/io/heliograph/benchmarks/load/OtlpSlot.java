/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import java.util.List;

/**
 * Where the changing bytes of one span lie in its request.
 *
 * @param trace which trace of the round
 * @param span which span of the trace
 * @param parentIdAt -1 for a root
 * @param digitsAt each start of six digits
 */
record OtlpSlot(
    int trace,
    int span,
    int traceIdAt,
    int spanIdAt,
    int parentIdAt,
    int startAt,
    int endAt,
    List<Integer> digitsAt) {}
