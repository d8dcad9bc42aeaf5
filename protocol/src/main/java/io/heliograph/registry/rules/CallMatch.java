/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.List;
import java.util.Map;

/**
 * Which calls a route takes: all conditions that are given must hold. Those on the caller are
 * decided when its plan is made, those on headers and method with each call.
 *
 * @param services names of callers, one of which it must be; empty for any
 * @param tags the caller must have all of them
 * @param lane of the caller; empty for the baseline, null for any
 * @param headers the call must have all of them
 * @param method null for any
 */
public record CallMatch(
    List<String> services,
    Map<String, String> tags,
    String lane,
    List<HeaderMatch> headers,
    TextMatch method) {
  public static final CallMatch ANY = new CallMatch(null, null, null, null, null);

  public CallMatch {
    services = Absent.toEmpty(services);
    tags = Absent.toEmpty(tags);
    headers = Absent.toEmpty(headers);
  }

  /** Whether it depends on the call, and not on the caller alone. */
  public boolean asksTheCall() {
    return method != null || !headers.isEmpty();
  }

  /** Empty if the conditions on the caller hold, else the first that does not. */
  String whyNot(Caller caller) {
    if (!services.isEmpty() && !services.contains(caller.service())) {
      return "match.services does not name the caller '%s'".formatted(caller.service());
    }
    if (lane != null && !lane.equals(caller.lane())) {
      return "match.lane is '%s', the caller's is '%s'".formatted(lane, caller.lane());
    }
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (!tag.getValue().equals(caller.tags().get(tag.getKey()))) {
        return "match.tags asks for %s=%s, which the caller has not"
            .formatted(tag.getKey(), tag.getValue());
      }
    }
    return "";
  }
}
