/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.fleet;

import com.fasterxml.jackson.databind.JsonNode;

/** An instance as the registry gives it to callers. */
record Served(
    String service,
    String id,
    String address,
    String version,
    String place,
    String state,
    int score,
    int weight,
    int effectiveWeight) {

  static Served of(String service, JsonNode node) {
    JsonNode location = node.path("location");
    return new Served(
        service,
        node.path("id").asText(),
        node.path("host").asText() + ":" + node.path("port").asInt(),
        node.path("version").asText(),
        Place.of(location.path("city"), location.path("center"), location.path("room")),
        node.path("state").asText(),
        node.path("score").asInt(),
        node.path("weight").asInt(),
        node.path("effectiveWeight").asInt());
  }
}
