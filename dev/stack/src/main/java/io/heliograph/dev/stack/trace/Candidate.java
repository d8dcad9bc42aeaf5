/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliograph.dev.stack.query.ClickHouseHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A trace whose id begins as was asked for.
 *
 * @param period a generous time around it
 */
record Candidate(String id, Period period) {
  private static final int SHOWN = 10;

  /** The only one. */
  static Candidate find(ClickHouseHttp server, TraceId wanted) throws IOException, TraceNotFound {
    List<Candidate> all = new ArrayList<>();
    server.rows(
        TraceQueries.CANDIDATES,
        Map.of("prefix", wanted.digits(), "padded", wanted.padded()),
        row -> all.add(of(row)));
    for (Candidate candidate : all) {
      if (candidate.id.equals(wanted.padded())) {
        return candidate;
      }
    }
    if (all.size() == 1) {
      return all.get(0);
    }
    throw new TraceNotFound(all.isEmpty() ? unknown(wanted) : ambiguous(wanted, all));
  }

  private static Candidate of(JsonNode row) {
    return new Candidate(
        row.path("id").asText(), Period.around(row.path("from").asLong(), row.path("to").asLong()));
  }

  private static String unknown(TraceId wanted) {
    return "no span of trace "
        + wanted.digits()
        + " is stored. A span is there some seconds after it was sent (./heliograph status shows"
        + " the lag) and until it expires; ./heliograph trace --slowest lists traces that are"
        + " there";
  }

  private static String ambiguous(TraceId wanted, List<Candidate> all) {
    return all.stream()
        .limit(SHOWN)
        .map(candidate -> "\n  " + candidate.id)
        .collect(
            Collectors.joining(
                "",
                (all.size() > SHOWN ? "more than " + SHOWN : all.size() + "")
                    + " traces begin with "
                    + wanted.digits()
                    + ": give more digits. The newest:",
                ""));
  }
}
