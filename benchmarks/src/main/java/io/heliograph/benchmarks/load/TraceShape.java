/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import io.heliograph.benchmarks.load.SpanShape.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** An order in a shop: {@value #SPANS} spans over 8 services, 10 attributes each. */
final class TraceShape {
  static final int SPANS = 10;

  static final List<String> SERVICES =
      List.of(
          "edge", "storefront", "cart", "orders", "payment", "inventory", "catalog", "shipping");

  static final List<SpanShape> SHAPE =
      List.of(
          new SpanShape(-1, 0, "POST /api/orders", Kind.SERVER, http("/api/orders", "edge", 8443)),
          new SpanShape(0, 1, "POST /checkout", Kind.SERVER, http("/checkout", "storefront", 8080)),
          new SpanShape(1, 2, "shop.Cart/Get", Kind.SERVER, rpc("shop.Cart", "Get", "cart")),
          new SpanShape(
              1, 3, "shop.Orders/Place", Kind.SERVER, rpc("shop.Orders", "Place", "orders")),
          new SpanShape(
              3,
              3,
              "INSERT orders",
              Kind.CLIENT,
              database(
                  "INSERT",
                  "orders",
                  "INSERT INTO orders (id, user_id, total, currency) VALUES (?, ?, ?, ?)")),
          new SpanShape(
              3, 4, "shop.Payment/Charge", Kind.SERVER, rpc("shop.Payment", "Charge", "payment")),
          new SpanShape(
              5,
              4,
              "SELECT cards",
              Kind.CLIENT,
              database(
                  "SELECT", "cards", "SELECT token, brand, expiry FROM cards WHERE user_id = ?")),
          new SpanShape(
              3,
              5,
              "shop.Inventory/Reserve",
              Kind.SERVER,
              rpc("shop.Inventory", "Reserve", "inventory")),
          new SpanShape(7, 6, "GET /items/{id}", Kind.SERVER, http("/items/{id}", "catalog", 8080)),
          new SpanShape(
              3, 7, "shop.Shipping/Quote", Kind.SERVER, rpc("shop.Shipping", "Quote", "shipping")));

  private static final String[] USER_AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/130.0 Mobile",
    "okhttp/4.12.0",
    "shop-app/7.3.1 (android)"
  };

  private TraceShape() {}

  /** Attributes of the resource that sends the spans of a service. */
  static Map<String, String> resource(int service, int instance) {
    String name = SERVICES.get(service);
    Map<String, String> resource = new LinkedHashMap<>();
    resource.put("service.name", name);
    resource.put("service.version", "1." + (4 + service) + ".2");
    resource.put("service.instance.id", name + "-" + instance);
    resource.put("host.name", "node-" + (instance * 8 + service) % 12);
    resource.put("deployment.environment.name", "production");
    resource.put("telemetry.sdk.language", "java");
    return resource;
  }

  private static Function<RandomGenerator, Map<String, Object>> http(
      String route, String host, int port) {
    return random -> {
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put("http.request.method", route.contains("{id}") ? "GET" : "POST");
      attributes.put("http.route", route);
      attributes.put("url.path", route.replace("/{id}", "") + "/######");
      attributes.put("url.scheme", "https");
      attributes.put("http.response.status_code", random.nextInt(100) == 0 ? 503L : 200L);
      attributes.put("server.address", host + ".shop.svc.cluster.local");
      attributes.put("server.port", (long) port);
      attributes.put("network.peer.address", host.equals("edge") ? client(random) : pod(random));
      attributes.put("user_agent.original", USER_AGENTS[random.nextInt(USER_AGENTS.length)]);
      attributes.put("enduser.id", "u-######");
      return attributes;
    };
  }

  private static Function<RandomGenerator, Map<String, Object>> rpc(
      String service, String method, String host) {
    return random -> {
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put("rpc.system", "grpc");
      attributes.put("rpc.service", service);
      attributes.put("rpc.method", method);
      attributes.put("rpc.grpc.status_code", random.nextInt(100) == 0 ? 14L : 0L);
      attributes.put("server.address", host + ".shop.svc.cluster.local");
      attributes.put("server.port", 9090L);
      attributes.put("network.peer.address", pod(random));
      attributes.put("network.peer.port", (long) random.nextInt(32768, 61000));
      attributes.put("thread.name", "grpc-default-executor-" + random.nextInt(16));
      attributes.put("network.transport", "tcp");
      return attributes;
    };
  }

  private static Function<RandomGenerator, Map<String, Object>> database(
      String operation, String table, String query) {
    return random -> {
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put("db.system.name", "postgresql");
      attributes.put("db.namespace", "shop");
      attributes.put("db.operation.name", operation);
      attributes.put("db.collection.name", table);
      attributes.put("db.query.text", query);
      attributes.put("server.address", "db-" + random.nextInt(3) + ".shop.svc.cluster.local");
      attributes.put("server.port", 5432L);
      attributes.put("network.peer.address", pod(random));
      attributes.put("db.response.returned_rows", (long) random.nextInt(1, 20));
      attributes.put("db.client.connection.pool.name", table + "-pool");
      return attributes;
    };
  }

  /** Any client of the internet. */
  private static String client(RandomGenerator random) {
    return random.nextInt(1, 224) + "." + random.nextInt(256) + "." + random.nextInt(256) + ".7";
  }

  /** One of the few pods that call a service inside the cluster. */
  private static String pod(RandomGenerator random) {
    return "10.244." + random.nextInt(12) + "." + (16 + random.nextInt(2));
  }
}
