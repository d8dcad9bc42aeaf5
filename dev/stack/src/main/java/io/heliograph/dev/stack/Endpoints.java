/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where a person or a program reaches the stack. */
final class Endpoints {
  private Endpoints() {}

  static Map<String, String> of(StackSettings settings) {
    String host = settings.host();
    Map<String, String> endpoints = new LinkedHashMap<>();
    endpoints.put("OTLP/gRPC, ingest", host + ":" + settings.port(Port.OTLP_GRPC));
    endpoints.put("OTLP/HTTP", "http://" + host + ":" + settings.port(Port.OTLP_HTTP));
    endpoints.put("Zipkin", "http://" + host + ":" + settings.port(Port.ZIPKIN) + "/api/v2/spans");
    endpoints.put("registry gRPC", host + ":" + settings.port(Port.REGISTRY_GRPC));
    endpoints.put("registry HTTP", "http://" + host + ":" + settings.port(Port.REGISTRY_HTTP));
    endpoints.put("ClickHouse", settings.clickHouse() + "  (./heliograph sql \"SHOW TABLES\")");
    endpoints.put("Kafka", settings.kafka());
    endpoints.put(
        "Flink",
        settings.flink().contains("://") ? settings.flink() : "http://" + settings.flink());
    return endpoints;
  }
}
