/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import io.heliograph.protocol.Signal;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;

/**
 * What the gateway counts. Per signal, once no request is open: records received = accepted +
 * rejected + those of requests that were not answered with success.
 */
public final class GatewayMetrics {
  private final PrometheusRegistry registry;
  private final Counter requests;
  private final Counter accepted;
  private final Counter rejected;
  private final Counter receivedBytes;
  private final Counter deadLettersLost;
  private final Histogram acknowledgement;

  /** Registers the metrics. */
  public GatewayMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    this.requests =
        Counter.builder()
            .name("heliograph_gateway_requests_total")
            .help("Requests by what became of them: accepted, or why they were refused.")
            .labelNames("receiver", "signal", "outcome")
            .register(registry);
    this.accepted =
        Counter.builder()
            .name("heliograph_gateway_accepted_items_total")
            .help("Records that Kafka has acknowledged.")
            .labelNames("signal")
            .register(registry);
    this.rejected =
        Counter.builder()
            .name("heliograph_gateway_rejected_items_total")
            .help("Records refused for good in requests that were answered, by reason.")
            .labelNames("signal", "reason")
            .register(registry);
    this.receivedBytes =
        Counter.builder()
            .name("heliograph_gateway_received_bytes_total")
            .help("Decoded bytes of all requests that reached the intake.")
            .labelNames("signal")
            .register(registry);
    this.deadLettersLost =
        Counter.builder()
            .name("heliograph_gateway_dead_letters_lost_total")
            .help("Dead letters that could not be written; the sender was told all the same.")
            .register(registry);
    this.acknowledgement =
        Histogram.builder()
            .name("heliograph_gateway_kafka_ack_seconds")
            .help("From the first fragment's send to the last one's acknowledgement.")
            .classicUpperBounds(.002, .005, .01, .02, .05, .1, .25, .5, 1, 2.5, 5, 10)
            .classicOnly()
            .register(registry);
  }

  /** Adds a gauge that is read when metrics are scraped. */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** Counts an answered request; {@code signal} is a label. */
  public void request(String receiver, String signal, String outcome) {
    requests.labelValues(receiver, signal, outcome).inc();
  }

  void received(Signal signal, long bytes) {
    receivedBytes.labelValues(signal.label()).inc(bytes);
  }

  void accepted(Signal signal, long items) {
    accepted.labelValues(signal.label()).inc(items);
  }

  void rejected(Signal signal, String reason, long items) {
    rejected.labelValues(signal.label(), reason).inc(items);
  }

  void deadLetterLost() {
    deadLettersLost.inc();
  }

  void acknowledged(long nanos) {
    acknowledgement.observe(nanos / 1e9);
  }
}
