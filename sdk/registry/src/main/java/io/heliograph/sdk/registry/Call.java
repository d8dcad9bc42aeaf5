/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.heliograph.registry.rules.Caller;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What rules may ask of a call. Immutable: one that says who calls is made once, and each call adds
 * what it alone knows.
 *
 * @param caller who calls, and in which lane
 * @param method its whole name, such as {@code /shop.Orders/Place}; empty if it is not known, and
 *     then no rule on a method takes it
 * @param headers by their names in lower case; of several values of one name, joined by commas
 */
public record Call(Caller caller, String method, Map<String, String> headers) {
  /** A call of which nothing is known. */
  public static final Call ANY = from(Caller.ANYBODY);

  /** Takes gRPC's names of methods, which begin without a slash, and headers of any case. */
  public Call {
    Objects.requireNonNull(caller, "caller");
    if (!method.isEmpty() && !method.startsWith("/")) {
      method = "/" + method;
    }
    headers = inLowerCase(headers);
  }

  /** Those of another call are so, and immutable: they are not copied. */
  private static Map<String, String> inLowerCase(Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!name.equals(name.toLowerCase(Locale.ROOT))) {
        Map<String, String> lower = new TreeMap<>();
        given.forEach((any, value) -> lower.put(any.toLowerCase(Locale.ROOT), value));
        return Map.copyOf(lower);
      }
    }
    return Map.copyOf(given);
  }

  /** A call of somebody. */
  public static Call from(Caller caller) {
    return new Call(caller, "", Map.of());
  }

  /** The same call of a method. */
  public Call method(String newMethod) {
    return new Call(caller, newMethod, headers);
  }

  /** The same call with these headers alone. */
  public Call headers(Map<String, String> newHeaders) {
    return new Call(caller, method, newHeaders);
  }

  /** The same call in a lane, such as that of the request that it serves; empty: the baseline. */
  public Call lane(String lane) {
    return new Call(
        new Caller(caller.service(), caller.location(), lane, caller.tags()), method, headers);
  }
}
