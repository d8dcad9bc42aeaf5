/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where an instance runs, as a person reads it: {@code sh/sh-1/a}. */
final class Place {
  private Place() {}

  /** What is not known is left out. */
  static String of(JsonNode city, JsonNode center, JsonNode room) {
    return Stream.of(city, center, room)
        .map(JsonNode::asText)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("/"));
  }
}
