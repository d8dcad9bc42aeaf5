/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.Location;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceTest {
  @ParameterizedTest
  @CsvSource({
    "sh/sh-1/a, sh/sh-1/a, SAME_ROOM",
    "sh/sh-1/a, sh/sh-1/b, SAME_CENTER",
    "sh/sh-1/a, sh/sh-2/a, SAME_CITY", // the room of another center only has the same name
    "sh/sh-1/a, bj/sh-1/a, ELSEWHERE",
    "sh/sh-1/,  sh/sh-1/,  SAME_CENTER",
    "sh/sh-1/,  sh/sh-1/a, SAME_CENTER",
    "sh//,      sh/sh-1/a, SAME_CITY",
    "sh//,      sh//,      SAME_CITY",
    "sh//a,     sh//a,     SAME_ROOM",
    "sh//a,     sh//b,     SAME_CITY",
    "/c/,       /c/,       SAME_CENTER",
    "/c/,       /d/,       ELSEWHERE",
    "//a,       //a,       SAME_ROOM",
    "//a,       //b,       ELSEWHERE",
    "//,        //,        ELSEWHERE",
    "//,        sh/sh-1/a, ELSEWHERE"
  })
  void between_places_nearestThatBothAreKnownToBeIn(
      String client, String instance, Distance distance) {
    assertThat(Distance.between(location(client), location(instance))).isEqualTo(distance);
    assertThat(Distance.between(location(instance), location(client))).isEqualTo(distance);
  }

  private static Location location(String text) {
    String[] parts = text.split("/", -1);
    return new Location(parts[0], parts[1], parts[2]);
  }
}
