/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.rules.Caller;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/**
 * What a request about rules says beside its body.
 *
 * @param dryRun only check
 * @param force publish in spite of warnings
 * @param author who publishes, as it says itself
 * @param given the version of the parameter or of {@code If-Match}; 0 for none
 */
record RulesQuery(boolean dryRun, boolean force, String author, long given) {
  private static final Pattern ENTITY_TAG = Pattern.compile("\"([0-9]{1,18})\"");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final int MAX_TAGS = 16;

  static RulesQuery of(Request request) throws Refusal {
    Fields query = known(request, List.of("dryRun", "force", "author", "version"));
    String author = text(query, "author");
    return new RulesQuery(
        flag(query, "dryRun"), flag(query, "force"), author, given(request, query));
  }

  /** For what takes no parameters. */
  static void none(Request request) throws Refusal {
    known(request, List.of());
  }

  static Caller caller(Request request) throws Refusal {
    Fields query = known(request, List.of("service", "city", "center", "room", "lane", "tag"));
    Map<String, String> tags = new TreeMap<>();
    for (String tag : query.getValuesOrEmpty("tag")) {
      int colon = tag.indexOf(':');
      if (colon < 1 || tag.length() > InstanceLimits.MAX_VALUE || tags.size() >= MAX_TAGS) {
        throw new Refusal(
            "tag", "has to be key:value, of at most 1,024 characters, and at most 16 times");
      }
      tags.put(tag.substring(0, colon), tag.substring(colon + 1));
    }
    return new Caller(
        text(query, "service"),
        new Location(text(query, "city"), text(query, "center"), text(query, "room")),
        text(query, "lane"),
        tags);
  }

  /** The version that a change replaces, which the body may say, too. */
  long version(long inBody) throws Refusal {
    if (given != 0 && inBody != 0 && given != inBody) {
      throw new Refusal(
          "version", "is %d in the body, and %d beside it: give one".formatted(inBody, given));
    }
    return given == 0 ? inBody : given;
  }

  private static Fields known(Request request, List<String> names) throws Refusal {
    Fields query = Request.extractQueryParameters(request, UTF_8);
    for (String name : query.getNames()) {
      if (!names.contains(name)) {
        throw new Refusal(
            name.length() > 64 ? name.substring(0, 64) + "…" : name,
            names.isEmpty()
                ? "is no parameter: there are none"
                : "is no parameter: there are " + String.join(", ", names));
      }
    }
    return query;
  }

  private static long given(Request request, Fields query) throws Refusal {
    String version = query.getValue("version");
    String match = request.getHeaders().get(HttpHeader.IF_MATCH);
    if (version != null && !NUMBER.matcher(version).matches()) {
      throw new Refusal("version", "is no number: give that of the rules as they are");
    }
    if (version != null) {
      return Long.parseLong(version);
    }
    if (match == null) {
      return 0;
    }
    Matcher tag = ENTITY_TAG.matcher(match.strip());
    if (!tag.matches()) {
      throw new Refusal("If-Match", "has to be the ETag of the rules, such as \"3\"");
    }
    return Long.parseLong(tag.group(1));
  }

  private static boolean flag(Fields query, String name) throws Refusal {
    String value = query.getValue(name);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (!value.equals("true")) {
      throw new Refusal(name, "has to be true or false");
    }
    return true;
  }

  private static String text(Fields query, String name) throws Refusal {
    String value = query.getValue(name);
    if (value == null) {
      return "";
    }
    if (value.length() > InstanceLimits.MAX_NAME) {
      throw new Refusal(
          name,
          "has %,d characters: give at most %d".formatted(value.length(), InstanceLimits.MAX_NAME));
    }
    return value;
  }
}
