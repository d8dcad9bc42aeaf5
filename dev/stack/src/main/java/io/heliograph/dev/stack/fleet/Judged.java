/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.fleet;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An instance as the health job thinks of it.
 *
 * @param lastSeenMillis Unix time of its newest heartbeat
 */
record Judged(
    String service,
    String id,
    String address,
    String version,
    String place,
    String state,
    int score,
    int weight,
    long lastSeenMillis,
    String reason) {

  static Judged of(JsonNode row) {
    return new Judged(
        row.path("service").asText(),
        row.path("instance_id").asText(),
        row.path("host").asText() + ":" + row.path("port").asInt(),
        row.path("version").asText(),
        Place.of(row.path("city"), row.path("center"), row.path("room")),
        row.path("state").asText(),
        row.path("score").asInt(),
        row.path("weight").asInt(),
        row.path("last_seen_millis").asLong(),
        row.path("reason").asText());
  }
}
