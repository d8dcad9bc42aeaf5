/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliograph.dev.stack.query.ClickHouseHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a namespace of the fleet: what is served from the registry's HTTP interface, what is
 * thought of it from ClickHouse's view {@code instances}.
 *
 * @param registry such as {@code http://127.0.0.1:7401}
 * @param service one alone; empty for all
 */
public record FleetReader(
    String registry, ClickHouseHttp clickHouse, String namespace, String service) {
  /** More are not read: this program runs in a small heap. */
  static final int MAX_INSTANCES = 50_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 30_000;

  /** Of those that are not heard of any more only who was within so many hours. */
  private static final String JUDGED =
      """
      SELECT service, instance_id, host, port, version, city, center, room, state, score, weight,
        toUnixTimestamp64Milli(last_seen) AS last_seen_millis, reason
      FROM instances
      WHERE namespace = {namespace:String} AND ({service:String} = '' OR service = {service:String})
        AND last_seen > now64(3) - INTERVAL {hours:UInt32} HOUR
      ORDER BY last_seen DESC
      LIMIT {limit:UInt32}
      """;

  /**
   * Asks both.
   *
   * @param hours how long ago the health job must have heard of an instance
   */
  public Fleet read(int hours) {
    return Fleet.ask(this::served, () -> judged(hours));
  }

  private List<Served> served() throws IOException {
    List<Served> served = new ArrayList<>();
    List<String> services = new ArrayList<>();
    if (service.isEmpty()) {
      get("").path("services").forEach(node -> services.add(node.path("service").asText()));
    } else {
      services.add(service);
    }
    for (String name : services) {
      for (JsonNode node : get("/" + encode(name) + "/instances").path("instances")) {
        served.add(Served.of(name, node));
        if (served.size() > MAX_INSTANCES) {
          throw new IOException(
              "namespace %s has more than %,d instances: ask for one service"
                  .formatted(namespace, MAX_INSTANCES));
        }
      }
    }
    return served;
  }

  private List<Judged> judged(int hours) throws IOException {
    List<Judged> judged = new ArrayList<>();
    clickHouse.rows(
        JUDGED,
        Map.of("namespace", namespace, "service", service, "hours", hours, "limit", MAX_INSTANCES),
        row -> judged.add(Judged.of(row)));
    return judged;
  }

  private JsonNode get(String path) throws IOException {
    String url = registry + "/v1/namespaces/" + encode(namespace) + "/services" + path;
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    int status;
    try {
      status = connection.getResponseCode();
    } catch (IOException e) {
      throw new IOException(
          "no answer from the registry at %s (%s). Is the stack up? ./heliograph status"
              .formatted(registry, e.getMessage()),
          e);
    }
    if (status != HttpURLConnection.HTTP_OK) {
      try (InputStream answer = connection.getErrorStream()) {
        JsonNode problem = answer == null ? JSON.missingNode() : JSON.readTree(answer);
        throw new IOException("the registry answers " + problem.path("detail").asText("" + status));
      }
    }
    try (InputStream answer = connection.getInputStream()) {
      return JSON.readTree(answer);
    }
  }

  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
