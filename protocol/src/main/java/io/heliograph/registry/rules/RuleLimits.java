/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What rules may look like. Names and texts have at most 255 characters, reasons 1,024. */
public final class RuleLimits {
  public static final int MAX_WEIGHTS = 1_000;
  public static final int MAX_ROUTES = 64;
  public static final int MAX_CONDITIONS = 16;
  public static final int MAX_CALLERS = 1_000;
  public static final int MAX_PARTS = 32;
  public static final int MAX_PLACES = 64;
  public static final int MAX_METHODS = 256;
  public static final int MAX_TEXT = 255;
  public static final int MAX_REASON = 1_024;

  /** Routes times parts of the ratio: each is a name that a client asks for over xDS. */
  public static final int MAX_CLUSTERS = 1_000;

  private static final int PERCENT = 100;
  private static final double MIN_FACTOR = 0.001;

  /** A token of RFC 9110, in lower case as HTTP/2 has it. */
  private static final Pattern HEADER = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

  private RuleLimits() {}

  /** Returns the rules if they are within all limits. */
  public static ServiceRules check(ServiceRules rules) throws Refusal {
    InstanceLimits.number("version", rules.version(), 0, Long.MAX_VALUE - 1);
    size("weights", rules.weights().size(), MAX_WEIGHTS);
    for (Map.Entry<String, Integer> weight : rules.weights().entrySet()) {
      InstanceLimits.name("weights", weight.getKey());
      InstanceLimits.number(
          "weights." + weight.getKey(), weight.getValue(), 0, InstanceLimits.MAX_WEIGHT);
    }
    routes(rules);
    proximity(rules);
    traffic(rules.traffic());
    clusters(rules);
    failover(rules.failover());
    degradation(rules.degradation());
    callers("access.allow", rules.access().allow());
    callers("access.deny", rules.access().deny());
    return rules;
  }

  private static void routes(ServiceRules rules) throws Refusal {
    size("routes", rules.routes().size(), MAX_ROUTES);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < rules.routes().size(); i++) {
      String field = "routes[%d]".formatted(i);
      RouteRule route = rules.routes().get(i);
      InstanceLimits.name(field + ".name", route.name());
      if (route.name().equals(Routing.DEFAULT) || !names.add(route.name())) {
        throw new Refusal(
            field + ".name", "is '%s': another route has this name".formatted(route.name()));
      }
      match(field + ".match", route.match());
      subset(field + ".subset", route.subset());
    }
  }

  private static void match(String field, CallMatch match) throws Refusal {
    callers(field + ".services", match.services());
    tags(field + ".tags", match.tags());
    optional(field + ".lane", match.lane());
    size(field + ".headers", match.headers().size(), MAX_CONDITIONS);
    for (int i = 0; i < match.headers().size(); i++) {
      header("%s.headers[%d]".formatted(field, i), match.headers().get(i));
    }
    if (match.method() != null) {
      oneOf(field + ".method", match.method().exact(), match.method().prefix());
      method(
          field + ".method",
          match.method().exact() == null ? match.method().prefix() : match.method().exact());
    }
  }

  private static void header(String field, HeaderMatch header) throws Refusal {
    String name = header.name() == null ? "" : header.name();
    text(field + ".name", name);
    if (!HEADER.matcher(name).matches()) {
      throw new Refusal(
          field + ".name", "is '%s': give the name of a header in lower case".formatted(name));
    }
    oneOf(field, header.exact(), header.prefix());
  }

  private static void oneOf(String field, String exact, String prefix) throws Refusal {
    if ((exact == null) == (prefix == null)) {
      throw new Refusal(field, "has to give one of exact and prefix");
    }
    optional(field + ".exact", exact);
    optional(field + ".prefix", prefix);
  }

  private static void method(String field, String method) throws Refusal {
    text(field, method);
    if (!method.startsWith("/")) {
      throw new Refusal(
          field, "is '%s': give a path, such as /shop.Orders/Search".formatted(method));
    }
  }

  private static void subset(String field, Subset subset) throws Refusal {
    optional(field + ".group", subset.group());
    optional(field + ".version", subset.version());
    optional(field + ".lane", subset.lane());
    tags(field + ".tags", subset.tags());
  }

  private static void proximity(ServiceRules rules) throws Refusal {
    double factor = rules.proximity().factor();
    if (!(factor >= MIN_FACTOR && factor <= 1)) {
      throw new Refusal("proximity.factor", "is %s: give %s to 1".formatted(factor, MIN_FACTOR));
    }
    if (rules.failover().overflowBelowPercent() > 0
        && (rules.proximity().level() == Proximity.Level.NONE
            || rules.proximity().mode() != Proximity.Mode.PRIORITY)) {
      throw new Refusal(
          "failover.overflowBelowPercent",
          "needs a proximity.level of city, center or room, and proximity.mode priority:"
              + " traffic overflows from the near to the far");
    }
  }

  private static void traffic(Traffic traffic) throws Refusal {
    size("traffic.percent", traffic.percent().size(), MAX_PARTS);
    long sum = 0;
    for (Map.Entry<String, Integer> part : traffic.percent().entrySet()) {
      text("traffic.percent", part.getKey());
      sum += InstanceLimits.number("traffic.percent." + part.getKey(), part.getValue(), 0, PERCENT);
    }
    if (!traffic.percent().isEmpty() && sum != PERCENT) {
      throw new Refusal(
          "traffic.percent", "sums to %d: give numbers that sum to 100".formatted(sum));
    }
  }

  private static void clusters(ServiceRules rules) throws Refusal {
    int routes = rules.routes().size() + 1;
    long parts = rules.traffic().percent().values().stream().filter(part -> part > 0).count();
    if (routes * parts > MAX_CLUSTERS) {
      throw new Refusal(
          "routes",
          "are %d with the default route, times the %d parts of traffic.percent %,d clusters: give at most %,d"
              .formatted(routes, parts, routes * parts, MAX_CLUSTERS));
    }
  }

  private static void failover(Failover failover) throws Refusal {
    InstanceLimits.number(
        "failover.overflowBelowPercent", failover.overflowBelowPercent(), 0, PERCENT);
    size("failover.drained", failover.drained().size(), MAX_PLACES);
    for (int i = 0; i < failover.drained().size(); i++) {
      String field = "failover.drained[%d]".formatted(i);
      Place place = failover.drained().get(i);
      text(field + ".city", place.city());
      text(field + ".center", place.center());
      text(field + ".room", place.room());
      if ((place.city() + place.center() + place.room()).isEmpty()) {
        throw new Refusal(field, "is empty: give a city, a center or a room");
      }
    }
  }

  private static void degradation(Degradation degradation) throws Refusal {
    reason("degradation.service", degradation.service());
    size("degradation.methods", degradation.methods().size(), MAX_METHODS);
    for (Map.Entry<String, String> method : degradation.methods().entrySet()) {
      method("degradation.methods", method.getKey());
      reason("degradation.methods." + method.getKey(), method.getValue());
      if (method.getValue().isBlank()) {
        throw new Refusal(
            "degradation.methods." + method.getKey(), "is empty: say why the method is off");
      }
    }
  }

  private static void reason(String field, String reason) throws Refusal {
    if (reason.length() > MAX_REASON) {
      throw new Refusal(
          field, "has %,d characters: give at most %,d".formatted(reason.length(), MAX_REASON));
    }
  }

  private static void callers(String field, Collection<String> names) throws Refusal {
    size(field, names.size(), MAX_CALLERS);
    for (String name : names) {
      InstanceLimits.name(field, name);
    }
  }

  private static void tags(String field, Map<String, String> tags) throws Refusal {
    size(field, tags.size(), MAX_CONDITIONS);
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      text(field, tag.getKey());
      text(field + "." + tag.getKey(), tag.getValue());
    }
  }

  private static void size(String field, int size, int most) throws Refusal {
    if (size > most) {
      throw new Refusal(field, "has %,d entries: give at most %,d".formatted(size, most));
    }
  }

  private static void optional(String field, String value) throws Refusal {
    if (value != null) {
      text(field, value);
    }
  }

  private static void text(String field, String value) throws Refusal {
    if (value.length() > MAX_TEXT) {
      throw new Refusal(
          field, "has %,d characters: give at most %d".formatted(value.length(), MAX_TEXT));
    }
  }
}
