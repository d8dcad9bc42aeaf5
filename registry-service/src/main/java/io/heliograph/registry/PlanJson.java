/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.heliograph.registry.rules.Destination;
import io.heliograph.registry.rules.HeaderMatch;
import io.heliograph.registry.rules.PlannedRoute;
import io.heliograph.registry.rules.RoutingPlan;
import io.heliograph.registry.rules.Target;
import io.heliograph.registry.rules.TextMatch;
import io.heliograph.registry.rules.Warning;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Plans and warnings as the HTTP interface tells them. Of the instances of a route, and of those it
 * leaves out, it shows the first {@value #SHOWN}, and how many more there are.
 */
final class PlanJson {
  private static final int SHOWN = 500;
  private static final double SHARE_DIGITS = 1e6;

  private PlanJson() {}

  static byte[] write(RoutingPlan plan) {
    return JsonBody.object(
        out -> {
          if (!plan.refusal().isEmpty()) {
            out.writeStringField("refusal", plan.refusal());
          }
          out.writeArrayFieldStart("routes");
          for (PlannedRoute route : plan.routes()) {
            route(out, route);
          }
          out.writeEndArray();
          texts(out, "skipped", plan.skipped());
        });
  }

  /** The answer to a change, made or only checked. */
  static byte[] published(long version, boolean dryRun, List<Warning> warnings) {
    return JsonBody.object(
        out -> {
          out.writeNumberField("version", version);
          if (dryRun) {
            out.writeBooleanField("dryRun", true);
          }
          out.writeArrayFieldStart("warnings");
          for (Warning warning : warnings) {
            out.writeStartObject();
            out.writeStringField("field", warning.field());
            out.writeStringField("problem", warning.problem());
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static void route(JsonGenerator out, PlannedRoute route) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", route.name());
    if (route.method() != null) {
      match(out, "method", route.method());
    }
    if (!route.headers().isEmpty()) {
      out.writeArrayFieldStart("headers");
      for (HeaderMatch header : route.headers()) {
        out.writeStartObject();
        out.writeStringField("name", header.name());
        either(out, header.exact(), header.prefix());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    if (!route.refusal().isEmpty()) {
      out.writeStringField("refusal", route.refusal());
    } else {
      destinations(out, route);
      texts(out, "excluded", route.excluded());
    }
    out.writeEndObject();
  }

  private static void match(JsonGenerator out, String field, TextMatch match) throws IOException {
    out.writeObjectFieldStart(field);
    either(out, match.exact(), match.prefix());
    out.writeEndObject();
  }

  private static void either(JsonGenerator out, String exact, String prefix) throws IOException {
    out.writeStringField(exact == null ? "prefix" : "exact", exact == null ? prefix : exact);
  }

  private static void destinations(JsonGenerator out, PlannedRoute route) throws IOException {
    int shown = 0;
    int all = 0;
    out.writeArrayFieldStart("destinations");
    for (Destination destination : route.destinations()) {
      out.writeStartObject();
      out.writeStringField("name", destination.name());
      share(out, route.share(destination));
      out.writeArrayFieldStart("priorities");
      for (int priority = 0; priority < destination.priorities().size(); priority++) {
        out.writeStartArray();
        for (Target target : destination.priorities().get(priority)) {
          all++;
          if (shown < SHOWN) {
            shown++;
            target(
                out,
                target,
                priority > 0 ? 0 : route.share(destination) * destination.share(target));
          }
        }
        out.writeEndArray();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
    if (all > shown) {
      out.writeNumberField("instancesNotShown", all - shown);
    }
  }

  private static void target(JsonGenerator out, Target target, double share) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", target.instance().id());
    out.writeNumberField("weight", target.weight());
    share(out, share);
    out.writeEndObject();
  }

  private static void share(JsonGenerator out, double share) throws IOException {
    out.writeNumberField("share", Math.round(share * SHARE_DIGITS) / SHARE_DIGITS);
  }

  private static void texts(JsonGenerator out, String field, Map<String, String> texts)
      throws IOException {
    if (texts.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart(field);
    int shown = 0;
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      if (shown++ < SHOWN) {
        out.writeStringField(entry.getKey(), entry.getValue());
      }
    }
    out.writeEndObject();
    if (texts.size() > SHOWN) {
      out.writeNumberField(field + "NotShown", texts.size() - SHOWN);
    }
  }
}
