/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.load.OtlpTarget;
import io.heliograph.benchmarks.load.Target;
import io.heliograph.benchmarks.load.Templates;
import io.heliograph.benchmarks.measure.ClickHouse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The stack that runs already. All its processes are charged, also those that spans never meet. */
final class HeliographSubject implements Subject {
  private static final String TABLE = "heliograph.otel_traces";

  private final Stack stack;
  private final ClickHouse clickHouse;
  private final String host;
  private final int port;
  private final Templates templates = Templates.otlp();

  HeliographSubject(Stack stack, ClickHouse clickHouse, String host, int port) {
    this.stack = stack;
    this.clickHouse = clickHouse;
    this.host = host;
    this.port = port;
  }

  @Override
  public String name() {
    return "Heliograph";
  }

  @Override
  public Map<String, Long> processes() {
    return stack.pids();
  }

  @Override
  public Templates templates() {
    return templates;
  }

  @Override
  public Target connect() {
    return new OtlpTarget(host, port);
  }

  @Override
  public long stored() throws IOException, InterruptedException {
    return clickHouse.number("SELECT count() FROM " + TABLE);
  }

  @Override
  public Optional<String> table() {
    return Optional.of(TABLE);
  }

  @Override
  public Optional<String> traceTable() {
    return Optional.of("heliograph.trace_rows");
  }

  @Override
  public String note() {
    return "OTLP/gRPC -> gateway -> Kafka -> Flink -> ClickHouse, exactly once, with the ledger;"
        + " all processes of the stack are counted.";
  }
}
