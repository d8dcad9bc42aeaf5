/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.load.Target;
import io.heliograph.benchmarks.load.Templates;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A running system that takes spans and keeps them: Heliograph or a peer. */
interface Subject extends AutoCloseable {
  String name();

  /** Its processes, by the names that the report shows. */
  Map<String, Long> processes();

  Templates templates();

  Target connect();

  /** Spans it holds now; only differences count. */
  long stored() throws IOException, InterruptedException;

  /** Its table of spans in ClickHouse, if that is where it keeps them. */
  Optional<String> table();

  /** Its table of assembled traces, likewise. */
  default Optional<String> traceTable() {
    return Optional.empty();
  }

  /** What a reader must know to judge its numbers. */
  String note();

  /** Stops what was started for it. */
  @Override
  default void close() throws Exception {}
}
