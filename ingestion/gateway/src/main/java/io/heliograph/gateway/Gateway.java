/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import io.heliograph.gateway.grpc.GrpcReceiver;
import io.heliograph.gateway.http.HttpReceiver;
import io.heliograph.gateway.intake.Budget;
import io.heliograph.gateway.intake.GatewayMetrics;
import io.heliograph.gateway.intake.Intake;
import io.heliograph.gateway.intake.KafkaPublisher;
import io.heliograph.gateway.intake.KafkaSettings;
import io.heliograph.gateway.intake.Receivers;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All parts of a running gateway. It starts without Kafka and refuses requests until it is there.
 */
final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** What the producer needs beside the requests in flight: a batch begun for every partition. */
  private static final long PRODUCER_EXTRA_BYTES = 16L * 1024 * 1024;

  private final Settings settings;
  private final KafkaPublisher publisher;
  private final Intake intake;
  private final GrpcReceiver grpc;
  private final HttpReceiver http;
  private final Admin admin;
  private final ScheduledExecutorService health =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "health"));
  private volatile boolean stopping;

  private Gateway(Settings settings) throws Exception {
    this.settings = settings;
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    GatewayMetrics metrics = new GatewayMetrics(registry);
    Budget budget = new Budget(settings.budgetBytes());
    Clock clock = Clock.systemUTC();
    this.publisher = new KafkaPublisher(kafka(settings));
    this.intake = new Intake(publisher, metrics, clock);
    Receivers receivers = new Receivers(intake, budget, metrics, settings.maxRequestBytes());
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    this.grpc = new GrpcReceiver(address(settings.grpcPort()), receivers, threads);
    this.http =
        new HttpReceiver(
            address(settings.httpPort()),
            address(settings.zipkinPort()),
            receivers,
            clock,
            settings.drain());
    gauges(metrics, budget);
    this.admin = new Admin(address(settings.adminPort()), registry, this::unready);
  }

  private void gauges(GatewayMetrics metrics, Budget budget) {
    metrics.gauge(
        "heliograph_gateway_in_flight_bytes", "Bytes of requests in flight.", budget::used);
    metrics.gauge(
        "heliograph_gateway_in_flight_limit_bytes",
        "Most bytes of requests in flight.",
        budget::capacity);
    metrics.gauge(
        "heliograph_gateway_in_flight_requests", "Requests not answered yet.", intake::open);
    metrics.gauge(
        "heliograph_gateway_kafka_up", "1 if Kafka answers.", () -> publisher.up() ? 1 : 0);
  }

  private static KafkaSettings kafka(Settings settings) {
    return new KafkaSettings(
        settings.kafka(),
        settings.budgetBytes() + PRODUCER_EXTRA_BYTES,
        settings.deliveryTimeout(),
        settings.compression());
  }

  private InetSocketAddress address(int port) {
    return new InetSocketAddress(settings.bind(), port);
  }

  /**
   * Starts and listens on all ports.
   *
   * @throws java.io.IOException if a port is taken
   */
  static Gateway start(Settings settings) throws Exception {
    Gateway gateway = new Gateway(settings);
    try {
      gateway.listen();
    } catch (Exception e) {
      gateway.abandon();
      throw e;
    }
    return gateway;
  }

  private void listen() throws Exception {
    grpc.start();
    http.start();
    var unused =
        health.scheduleWithFixedDelay(
            () -> grpc.serving(unready() == null), 0, 500, TimeUnit.MILLISECONDS);
    LOG.info(
        "heliograph gateway listens on {}: OTLP/gRPC and heliograph.v1 {}, OTLP/HTTP {}, Zipkin {},"
            + " admin {}; {}",
        settings.bind(),
        grpcPort(),
        httpPort(),
        zipkinPort(),
        adminPort(),
        settings);
  }

  /** Null when data can be taken, else why not. */
  private String unready() {
    return stopping ? "stopping" : publisher.missing();
  }

  boolean ready() {
    return unready() == null;
  }

  int grpcPort() {
    return grpc.port();
  }

  int httpPort() {
    return http.otlpPort();
  }

  int zipkinPort() {
    return http.zipkinPort();
  }

  int adminPort() {
    return admin.port();
  }

  /**
   * Stops in order: no new requests, those under way get their answer, what is left in the producer
   * is sent.
   */
  @Override
  public void close() throws Exception {
    stopping = true;
    LOG.info("stopping; {} requests under way", intake.open());
    health.shutdownNow();
    long deadline = System.nanoTime() + settings.drain().toNanos();
    grpc.stopAccepting();
    http.stop();
    grpc.stop(
        Duration.ofNanos(Math.max(0, deadline - System.nanoTime())), () -> intake.open() == 0);
    intake.close();
    publisher.close(Duration.ofNanos(Math.max(1_000_000_000L, deadline - System.nanoTime())));
    admin.close();
    LOG.info("stopped; {} requests were not answered", intake.open());
  }

  /** Undoes a start that failed. */
  private void abandon() throws Exception {
    stopping = true;
    health.shutdownNow();
    grpc.stopAccepting();
    http.stop();
    grpc.stop(Duration.ZERO, () -> true);
    intake.close();
    publisher.close(Duration.ZERO);
    admin.close();
  }
}
