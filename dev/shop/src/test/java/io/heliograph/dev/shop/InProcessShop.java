/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import static org.awaitility.Awaitility.await;

import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.heliograph.dev.shop.FaultSchedule.Fault;
import io.heliograph.dev.shop.v1.BrowseRequest;
import io.heliograph.dev.shop.v1.CheckoutRequest;
import io.heliograph.dev.shop.v1.FrontendGrpc;
import io.heliograph.sdk.HeliographReporter;
import io.heliograph.sdk.MessageEventReporter;
import io.heliograph.sdk.RateLimitReporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The services of the shop in one JVM, calling each other over loopback: orders in the baseline and
 * in the gray lane, one of each other that takes calls. Their spans are kept; nothing leaves.
 */
final class InProcessShop implements AutoCloseable {
  private static final List<String> ARTICLES =
      IntStream.range(0, 8).mapToObj(i -> "article-" + i).toList();
  private static final String NOWHERE = "127.0.0.1:1";

  final KeptSpans spans = new KeptSpans();
  private final ManagedChannel frontend;
  private final Map<String, String> peers = new LinkedHashMap<>();
  private final Map<String, LiveConfig> configs = new LinkedHashMap<>();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final HeliographReporter reporter = HeliographReporter.to(NOWHERE).start();

  InProcessShop() throws IOException {
    parts.push(() -> reporter.close(Duration.ZERO));
    start("inventory", Lane.BASELINE);
    start("payments", Lane.BASELINE);
    start("shipping", Lane.BASELINE);
    start("orders", Lane.BASELINE);
    start("orders", LoadGenerator.GRAY);
    start("frontend", Lane.BASELINE);
    frontend = Peers.channel(peers.get("frontend"));
    parts.push(frontend::shutdownNow);
    for (int i = 0; i < 10; i++) { // a cold JVM takes its time
      checkout();
      browse();
    }
    awaitWhole();
    spans.clear();
  }

  /** Buys eight articles. */
  void checkout() {
    checkout(frontend);
  }

  /** The same, in the gray lane. */
  void checkoutGray() {
    checkout(LoadGenerator.gray(frontend));
  }

  private static void checkout(Channel channel) {
    var unused =
        FrontendGrpc.newBlockingStub(channel)
            .checkout(
                CheckoutRequest.newBuilder()
                    .setUser("ada-" + System.nanoTime()) // nobody's limit
                    .addAllSkus(ARTICLES)
                    .build());
  }

  /** Looks at three articles. */
  void browse() {
    var unused =
        FrontendGrpc.newBlockingStub(frontend)
            .browse(
                BrowseRequest.newBuilder()
                    .setUser("bob-" + System.nanoTime())
                    .addAllSkus(ARTICLES.subList(0, 3))
                    .build());
  }

  /** The servers' spans end after their callers', and those nobody waits for later still. */
  void awaitWhole() {
    await().atMost(Duration.ofSeconds(10)).until(spans::isWhole);
  }

  void begin(Fault fault) {
    fault.changes().forEach(change -> apply(change.app(), change.item(), change.bad()));
  }

  /** Ends all faults. */
  void heal() {
    configs
        .values()
        .forEach(
            config ->
                FaultSchedule.FAULTS.stream()
                    .flatMap(fault -> fault.changes().stream())
                    .forEach(change -> config.apply(change.item(), change.good())));
  }

  void apply(String app, String item, String value) {
    String error = configs.get(app).apply(item, value);
    if (!error.isEmpty()) {
      throw new IllegalArgumentException(error);
    }
  }

  private void start(String service, String lane) throws IOException {
    ShopSettings settings =
        new ShopSettings(
            service, service + lane + "-1", lane, 0, NOWHERE, NOWHERE, Map.copyOf(peers));
    OpenTelemetrySdk telemetry =
        Telemetry.builder(settings)
            .addPropertiesSupplier(
                () ->
                    Map.of(
                        "otel.traces.exporter", "none",
                        "otel.metrics.exporter", "none",
                        "otel.logs.exporter", "none"))
            .addTracerProviderCustomizer(
                (tracers, config) -> tracers.addSpanProcessor(SimpleSpanProcessor.create(spans)))
            .build()
            .getOpenTelemetrySdk();
    parts.push(telemetry);
    LiveConfig config = configs.computeIfAbsent(service, name -> new LiveConfig());
    BindableService calls = service(settings, telemetry, config);
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(ShopProcess.traced(calls, telemetry))
            .build()
            .start();
    parts.push(server::shutdownNow);
    peers.put(ShopSettings.at(service, lane), "127.0.0.1:" + server.getPort());
  }

  private BindableService service(
      ShopSettings settings, OpenTelemetrySdk telemetry, LiveConfig config) {
    Peers callees = new Peers(settings, telemetry, config);
    parts.push(callees);
    Weather weather = new Weather(config);
    return switch (settings.service()) {
      case "inventory" -> new InventoryService(weather, config, new StockCache(telemetry));
      case "payments" -> new PaymentsService(weather, new Bank(telemetry, config));
      case "shipping" -> new ShippingService(weather);
      case "orders" -> {
        MockProducer<String, String> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
        OrderEvents events =
            new OrderEvents(kafka, telemetry, new MessageEventReporter(reporter, "orders"));
        parts.push(events);
        yield new OrdersService(callees, config, events, telemetry.getMeter("shop"));
      }
      default -> {
        RateLimitReporter usage =
            RateLimitReporter.start(reporter, ShopSettings.NAMESPACE, settings.instance());
        parts.push(usage);
        yield new FrontendService(callees, config, usage);
      }
    };
  }

  @Override
  public void close() throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
