/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.List;

/**
 * Which callers may call. Callers say themselves who they are: this keeps out mistakes, not
 * attackers.
 *
 * @param allow names of services; empty for all
 * @param deny names of services; stronger than {@code allow}
 */
public record Access(List<String> allow, List<String> deny) {
  public static final Access OPEN = new Access(null, null);

  public Access {
    allow = Absent.toEmpty(allow);
    deny = Absent.toEmpty(deny);
  }

  /** Empty if a service may call, else why not. */
  String whyNot(String service) {
    if (deny.contains(service)) {
      return "access.deny names the caller '%s'".formatted(service);
    }
    if (!allow.isEmpty() && !allow.contains(service)) {
      return "access.allow does not name the caller '%s'".formatted(service);
    }
    return "";
  }
}
