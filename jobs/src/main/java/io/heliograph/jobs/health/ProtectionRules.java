/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.FieldCheck;
import io.heliograph.v1.Location;
import io.heliograph.v1.ProtectionChange;
import io.heliograph.v1.ProtectionNotice;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** What a notice of protection says, as an event. Pure. */
final class ProtectionRules {
  /** State of a service or a room of which none is taken out. */
  static final String FROZEN = "PROTECTED";

  /** State after that. */
  static final String RELEASED = "RELEASED";

  /**
   * How long a notice may have waited for Kafka; what is older happened, as far as we know, now.
   */
  static final long OLDEST_MILLIS = 86_400_000;

  private static final String DEFAULT_NAMESPACE = "default";
  private static final int PERCENT = 100;

  private ProtectionRules() {}

  /** What is wrong with a notice; empty if nothing is. */
  static String problem(ProtectionNotice notice) {
    ProtectionChange change = notice.getChange();
    boolean known =
        change != ProtectionChange.PROTECTION_CHANGE_UNSPECIFIED
            && change != ProtectionChange.UNRECOGNIZED;
    Location room = notice.getLocation();
    return new FieldCheck(notice)
        .optionalName("namespace", notice.getNamespace())
        .optionalName("service", notice.getService())
        .that(
            !notice.getService().isEmpty() || !room.getRoom().isEmpty(),
            "service",
            "must be given, or location.room")
        .optionalName("location.city", room.getCity())
        .optionalName("location.center", room.getCenter())
        .optionalName("location.room", room.getRoom())
        .name("node_id", notice.getNodeId())
        .that(known, "change", "is unknown: " + notice.getChangeValue())
        .range("instances", Integer.toUnsignedLong(notice.getInstances()), Integer.MAX_VALUE)
        .range("silent", Integer.toUnsignedLong(notice.getSilent()), notice.getInstances())
        .problem();
  }

  /**
   * The event of a notice that has no problem.
   *
   * @param logMillis when it reached Kafka; it has not happened later than that
   */
  static ProtectionEvent event(ProtectionNotice notice, long logMillis) {
    long told = TimeUnit.NANOSECONDS.toMillis(notice.getTimeUnixNano());
    boolean plausible = told <= logMillis && told >= logMillis - OLDEST_MILLIS;
    boolean frozen = notice.getChange() == ProtectionChange.PROTECTION_CHANGE_FROZEN;
    boolean ofService = !notice.getService().isEmpty();
    String namespace = notice.getNamespace();
    return new ProtectionEvent(
        plausible ? told : logMillis,
        ofService && namespace.isEmpty() ? DEFAULT_NAMESPACE : ofService ? namespace : "",
        notice.getService(),
        frozen ? "" : FROZEN,
        frozen ? FROZEN : RELEASED,
        heard(notice),
        reason(notice));
  }

  private static int heard(ProtectionNotice notice) {
    long all = notice.getInstances();
    return all == 0 ? PERCENT : (int) ((all - notice.getSilent()) * PERCENT / all);
  }

  private static String reason(ProtectionNotice notice) {
    String silent =
        "protection: %d of %d instances of %s are silent; "
            .formatted(notice.getSilent(), notice.getInstances(), scope(notice));
    String node = "node " + notice.getNodeId();
    String hold = Integer.toUnsignedLong(notice.getHoldSeconds()) + " s";
    return silent
        + switch (notice.getChange()) {
          case PROTECTION_CHANGE_FROZEN -> node + " takes none out for up to " + hold;
          case PROTECTION_CHANGE_TIMED_OUT ->
              node + " has waited for " + hold + " and takes them out bit by bit";
          default -> node + " takes silent ones out again";
        };
  }

  private static String scope(ProtectionNotice notice) {
    if (!notice.getService().isEmpty()) {
      return notice.getService();
    }
    Location room = notice.getLocation();
    StringJoiner place = new StringJoiner("/", "room ", "");
    for (String part : new String[] {room.getCity(), room.getCenter(), room.getRoom()}) {
      if (!part.isEmpty()) {
        place.add(part);
      }
    }
    return place.toString();
  }
}
