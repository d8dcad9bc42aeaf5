/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A span of Zipkin's v2 model as it was read; text that is absent is empty. */
final class ZipkinSpan {
  String traceId = "";
  String parentId = "";
  String id = "";
  String kind = "";
  String name = "";

  /** Microseconds since 1970; 0 if absent. */
  long timestamp;

  /** Microseconds; 0 if absent. */
  long duration;

  boolean debug;
  boolean shared;
  Endpoint local = Endpoint.NONE;
  Endpoint remote = Endpoint.NONE;
  final List<Annotation> annotations = new ArrayList<>();
  final Map<String, String> tags = new LinkedHashMap<>();

  /** Something that happened at a time, in microseconds since 1970. */
  record Annotation(long timestamp, String value) {}

  /** An end of a call; port 0 if absent. */
  record Endpoint(String serviceName, String ipv4, String ipv6, int port) {
    static final Endpoint NONE = new Endpoint("", "", "", 0);

    String address() {
      return ipv4.isEmpty() ? ipv6 : ipv4;
    }
  }
}
