/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.function.ToLongFunction;

/** What would be gained without a fault, in words. */
final class Saving {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Saving() {}

  /**
   * Of findings of one kind.
   *
   * @param findings at least one
   */
  static String words(List<Finding> findings) {
    long most = findings.stream().mapToLong(Finding::count).max().orElseThrow();
    return switch (findings.get(0).verdict().kind()) {
      case "repeated_call" -> "one call instead of " + most + time(findings);
      case "serial_calls" -> "asking at once" + time(findings);
      case "timeout_inversion" -> wasted(findings);
      case "retry_storm" -> "one call instead of " + most;
      case "lane_violation" -> "none: the request was in the wrong lane";
      case "error_origin" -> "all of it: that is where it failed";
      default -> "none known";
    };
  }

  private static String time(List<Finding> findings) {
    long all = findings.stream().mapToLong(Finding::savingNanos).sum();
    return all == 0
        ? ""
        : " saves "
            + Page.millis(median(findings, Finding::savingNanos))
            + " a trace, "
            + Page.millis(all)
            + " in all";
  }

  private static String wasted(List<Finding> findings) {
    List<Finding> worked = findings.stream().filter(finding -> wastedNanos(finding) > 0).toList();
    return worked.isEmpty()
        ? "none known"
        : Page.millis(median(worked, Saving::wastedNanos)) + " of work for nobody a trace";
  }

  private static long wastedNanos(Finding finding) {
    try {
      return JSON.readTree(finding.evidence()).path("wasted_ns").asLong();
    } catch (JsonProcessingException e) {
      return 0; // without evidence there is nothing to say, and the row shows that
    }
  }

  private static long median(List<Finding> findings, ToLongFunction<Finding> value) {
    long[] sorted = findings.stream().mapToLong(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
