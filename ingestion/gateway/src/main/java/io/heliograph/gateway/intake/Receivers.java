/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import io.heliograph.gateway.intake.Outcome.Refusal;
import io.heliograph.gateway.intake.Outcome.Refused;
import io.heliograph.protocol.Signal;

/**
 * What every receiver works with.
 *
 * @param maxRequestBytes largest request, after decompression
 */
public record Receivers(Intake intake, Budget budget, GatewayMetrics metrics, int maxRequestBytes) {
  /** Names of the receivers in metrics and dead letters. */
  public static final String OTLP_GRPC = "otlp-grpc";

  /** OTLP over HTTP with protobuf. */
  public static final String OTLP_HTTP = "otlp-http";

  /** OTLP over HTTP with JSON. */
  public static final String OTLP_HTTP_JSON = "otlp-http-json";

  /** Zipkin v2 JSON. */
  public static final String ZIPKIN = "zipkin";

  /** The {@code heliograph.v1} ingest service. */
  public static final String EVENTS = "heliograph-grpc";

  /** The answer when the budget cannot take a request's bytes. */
  public Refused budgetFull() {
    return new Refused(
        Refusal.BUSY,
        "the gateway has " + budget.capacity() + " bytes in flight, the most it holds");
  }

  /** Counts a request that was refused before the intake saw it. */
  public void refused(Origin origin, Signal signal, Refused refused) {
    metrics.request(origin.receiver(), signal.label(), refused.refusal().label());
  }

  /** Counts a request that ended before it had an answer. */
  public void cancelled(Origin origin, Signal signal) {
    metrics.request(origin.receiver(), signal.label(), "cancelled");
  }
}
