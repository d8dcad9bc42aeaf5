/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.message.MessageFact.Kind;

/** Facts about message m-1 of topic orders. */
final class AFact {
  static final long START = 1_700_000_000_000L;
  static final String BILLING = "billing";
  static final String SHIPPING = "shipping";

  private AFact() {}

  static MessageFact produced(long happened) {
    return fact(Kind.PRODUCED, "frontend", "", happened, 1, "paid");
  }

  static MessageFact at(String group, Kind kind, long attempt, long happened) {
    return fact(kind, group + "-worker", group, happened, attempt, "");
  }

  private static MessageFact fact(
      Kind kind, String service, String group, long happened, long attempt, String tag) {
    return new MessageFact(
        new Origin("heliograph.messages", 0, 1, START),
        kind,
        "m-1",
        "orders",
        "order-7",
        tag,
        "",
        service,
        group,
        happened,
        attempt);
  }
}
