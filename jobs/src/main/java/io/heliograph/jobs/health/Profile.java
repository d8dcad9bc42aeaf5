/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import java.util.Map;
import java.util.Objects;

/** What an instance says of itself that seldom changes. */
public record Profile(
    String host,
    int port,
    String version,
    String group,
    String lane,
    String city,
    String center,
    String room,
    Map<String, String> tags,
    int weight) {
  /** As of any record, but compared with each beat: what is told apart soonest comes first. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Profile that
            && port == that.port
            && weight == that.weight
            && Objects.equals(host, that.host)
            && Objects.equals(version, that.version)
            && Objects.equals(group, that.group)
            && Objects.equals(lane, that.lane)
            && Objects.equals(city, that.city)
            && Objects.equals(center, that.center)
            && Objects.equals(room, that.room)
            && Objects.equals(tags, that.tags));
  }

  @Override
  public int hashCode() {
    return Objects.hash(host, port, version, group, lane, city, center, room, tags, weight);
  }
}
