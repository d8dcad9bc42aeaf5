/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.heliograph.sdk.ConfigEventReporter;
import io.heliograph.sdk.Heartbeater;
import io.heliograph.sdk.HeliographReporter;
import io.heliograph.sdk.MessageEventReporter;
import io.heliograph.sdk.ProcessLoad;
import io.heliograph.sdk.RateLimitReporter;
import io.heliograph.sdk.ServiceInstance;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires one process: telemetry, heartbeats, the service itself, and an orderly end. */
final class ShopProcess {
  private static final Logger LOG = LoggerFactory.getLogger("shop.process");
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration FLUSH = Duration.ofSeconds(5);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>(); // closed in reverse order

  static ShopProcess start(ShopSettings settings) throws IOException {
    ShopProcess process = new ShopProcess();
    process.open(settings);
    return process;
  }

  private void open(ShopSettings settings) throws IOException {
    OpenTelemetrySdk telemetry = Telemetry.start(settings);
    parts.push(telemetry);
    HeliographReporter reporter = HeliographReporter.to(settings.gateway()).start();
    parts.push(() -> closeReporter(reporter));
    LiveConfig config = new LiveConfig();
    ProcessLoad load = new ProcessLoad();
    BindableService service = service(settings, telemetry, reporter, config);
    ControlService control =
        new ControlService(settings, config, new ConfigEventReporter(reporter));
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()))
            .addService(control);
    if (service != null) {
      builder.addService(
          ServerInterceptors.intercept(traced(service, telemetry), new LoadInterceptor(load)));
    }
    Server server = builder.build().start();
    parts.push(() -> stop(server));
    ServiceInstance instance =
        ServiceInstance.of(settings.service(), settings.instance())
            .namespace(ShopSettings.NAMESPACE)
            .address("127.0.0.1", settings.port())
            .version(ShopSettings.VERSION)
            .lane(settings.lane())
            .location("sh", "sh-1", settings.instance().endsWith("-2") ? "b" : "a")
            .build();
    parts.push(Heartbeater.start(reporter, instance, HEARTBEAT, load));
    LOG.info("{} serves on port {}", settings.instance(), settings.port());
  }

  static ServerServiceDefinition traced(BindableService service, OpenTelemetry telemetry) {
    return ServerInterceptors.intercept(
        service, GrpcTelemetry.create(telemetry).createServerInterceptor());
  }

  private BindableService service(
      ShopSettings settings,
      OpenTelemetrySdk telemetry,
      HeliographReporter reporter,
      LiveConfig config) {
    Peers peers = new Peers(settings, telemetry, config);
    parts.push(peers);
    Weather weather = new Weather(config);
    return switch (settings.service()) {
      case "frontend" -> {
        RateLimitReporter usage =
            RateLimitReporter.start(reporter, ShopSettings.NAMESPACE, settings.instance());
        parts.push(usage);
        yield new FrontendService(peers, config, usage);
      }
      case "orders" -> {
        OrderEvents events =
            OrderEvents.open(
                settings, telemetry, new MessageEventReporter(reporter, settings.service()));
        parts.push(events);
        yield new OrdersService(peers, config, events, telemetry.getMeter("shop"));
      }
      case "inventory" -> new InventoryService(weather, config, new StockCache(telemetry));
      case "payments" -> new PaymentsService(weather, new Bank(telemetry, config));
      case "shipping" -> new ShippingService(weather);
      case "notifications" -> {
        parts.push(
            Notifications.start(
                settings,
                telemetry,
                new MessageEventReporter(reporter, settings.service()),
                weather));
        yield null;
      }
      default -> throw new IllegalArgumentException("no service is called " + settings.service());
    };
  }

  void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("a part did not stop in order, going on", e);
      }
    }
  }

  private static void closeReporter(HeliographReporter reporter) {
    boolean all = reporter.close(FLUSH);
    System.out.println((all ? "reported all: " : "reported not all: ") + reporter.stats());
  }

  private static void stop(Server server) throws InterruptedException {
    if (!server.shutdown().awaitTermination(2, TimeUnit.SECONDS)) {
      server.shutdownNow();
    }
  }
}
