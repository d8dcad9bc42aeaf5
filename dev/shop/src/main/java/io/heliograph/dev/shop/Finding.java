/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliograph.dev.shop.FaultSchedule.Verdict;

/**
 * What the trace job found in a trace of the shop.
 *
 * @param trace its id
 * @param verdict kind, and the service and operation named
 * @param count e.g. of calls
 * @param savingNanos what the trace would be shorter by; 0 if time is not the point
 * @param evidence JSON
 * @param atMillis when the trace began, in ms since 1970
 */
record Finding(
    String trace, Verdict verdict, long count, long savingNanos, String evidence, long atMillis) {

  /** From a row of {@link ReportQueries#FINDINGS}. */
  static Finding of(JsonNode row) {
    return new Finding(
        row.path("trace").asText(),
        new Verdict(
            row.path("kind").asText(),
            row.path("service").asText(),
            row.path("operation").asText()),
        row.path("calls").asLong(),
        row.path("saving").asLong(),
        row.path("evidence").asText(),
        row.path("at").asLong());
  }
}
