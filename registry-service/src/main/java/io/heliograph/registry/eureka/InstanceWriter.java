/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes instances as the legacy JSON codec of eureka-client reads them. For one that did not come
 * through Eureka's API, what Eureka wants to know is made up of what the catalog knows.
 */
final class InstanceWriter {
  private static final int DEFAULT_SECURE_PORT = 443;
  private static final int RENEWALS_PER_LEASE = 3;

  private InstanceWriter() {}

  /**
   * Writes one.
   *
   * @param app in upper case
   * @param action ADDED, MODIFIED or DELETED
   */
  static void write(JsonGenerator out, String app, Shown shown, String action) throws IOException {
    Listed listed = shown.listed();
    Instance instance = listed.instance();
    Map<String, String> metadata = instance.metadata();
    out.writeStartObject();
    out.writeStringField("instanceId", instance.id());
    out.writeStringField("hostName", instance.host());
    out.writeStringField("app", app);
    out.writeStringField("ipAddr", text(instance, "ipAddr", instance.host()));
    out.writeStringField("status", shown.status().name());
    out.writeStringField("overriddenStatus", Status.kept(metadata, Keys.OVERRIDE).name());
    port(out, "port", port(instance, Keys.PORT));
    port(out, "securePort", port(instance, Keys.SECURE_PORT));
    out.writeNumberField("countryId", 1);
    out.writeFieldName("dataCenterInfo");
    DataCenter.write(out, metadata.getOrDefault(Keys.DATA_CENTER, ""));
    lease(out, listed);
    metadata(out, instance);
    for (String field : Keys.TEXTS) {
      String text = text(instance, field, made(app, field));
      if (!field.equals("ipAddr") && !text.isEmpty()) {
        out.writeStringField(field, text);
      }
    }
    long registered = listed.registeredAtMillis();
    out.writeStringField("isCoordinatingDiscoveryServer", "false");
    out.writeStringField("lastUpdatedTimestamp", Long.toString(registered));
    out.writeStringField(
        "lastDirtyTimestamp", Long.toString(Keys.number(instance, Keys.DIRTY, registered)));
    out.writeStringField("actionType", action);
    out.writeEndObject();
  }

  /** The names, separated by commas, that clients look it up by. */
  static String vip(String app, Instance instance, boolean secure) {
    String field = secure ? "secureVipAddress" : "vipAddress";
    return text(instance, field, made(app, field));
  }

  private static String made(String app, String field) {
    return switch (field) {
      case "vipAddress", "secureVipAddress" -> app.toLowerCase(Locale.ROOT);
      default -> "";
    };
  }

  private static String text(Instance instance, String field, String made) {
    return Keys.isEurekas(instance)
        ? instance.metadata().getOrDefault(Keys.PREFIX + field, "")
        : made;
  }

  private static Port port(Instance instance, String key) {
    Optional<Port> known = Port.parse(instance.metadata().getOrDefault(key, ""));
    if (known.isPresent()) {
      return known.get();
    }
    boolean secure = instance.protocol().equalsIgnoreCase("https");
    boolean asked = key.equals(Keys.SECURE_PORT);
    int closed = asked ? DEFAULT_SECURE_PORT : instance.port();
    return secure == asked ? new Port(instance.port(), true) : new Port(closed, false);
  }

  private static void port(JsonGenerator out, String field, Port port) throws IOException {
    out.writeObjectFieldStart(field);
    out.writeNumberField("$", port.number());
    out.writeStringField("@enabled", Boolean.toString(port.enabled()));
    out.writeEndObject();
  }

  private static void lease(JsonGenerator out, Listed listed) throws IOException {
    int seconds = listed.instance().leaseSeconds();
    long renewal =
        Keys.number(listed.instance(), Keys.RENEWAL, Math.max(1, seconds / RENEWALS_PER_LEASE));
    out.writeObjectFieldStart("leaseInfo");
    out.writeNumberField("renewalIntervalInSecs", renewal);
    out.writeNumberField("durationInSecs", seconds);
    out.writeNumberField("registrationTimestamp", listed.registeredAtMillis());
    out.writeNumberField("lastRenewalTimestamp", listed.registeredAtMillis());
    out.writeNumberField("evictionTimestamp", 0);
    out.writeNumberField("serviceUpTimestamp", listed.registeredAtMillis());
    out.writeEndObject();
  }

  private static void metadata(JsonGenerator out, Instance instance) throws IOException {
    Map<String, String> shown = new TreeMap<>();
    if (!Keys.isEurekas(instance)) {
      describe(shown, instance);
    }
    instance.metadata().forEach(shown::put);
    shown.keySet().removeIf(key -> key.startsWith(Keys.PREFIX));
    out.writeObjectFieldStart("metadata");
    if (shown.isEmpty()) { // as the codec writes it
      out.writeStringField("@class", "java.util.Collections$EmptyMap");
    }
    for (Map.Entry<String, String> entry : shown.entrySet()) {
      out.writeStringField(entry.getKey(), entry.getValue());
    }
    out.writeEndObject();
  }

  private static void describe(Map<String, String> shown, Instance instance) {
    instance.tags().forEach((key, value) -> shown.put(Keys.TAG_PREFIX + key, value));
    shown.put("protocol", instance.protocol());
    shown.put(Keys.VERSION, instance.version());
    shown.put(Keys.GROUP, instance.group());
    shown.put(Keys.LANE, instance.lane());
    shown.put(Keys.CITY, instance.location().city());
    shown.put(Keys.CENTER, instance.location().center());
    shown.put(Keys.ZONE, instance.location().center());
    shown.put(Keys.ROOM, instance.location().room());
    shown.put(Keys.PROBE, instance.probe().type().label());
    shown.put(Keys.PROBE_PATH, instance.probe().path());
    shown.put(Keys.PROBE_PORT, instance.probe().port() == 0 ? "" : "" + instance.probe().port());
    shown.put(Keys.PROBE_SERVICE, instance.probe().service());
    shown.values().removeIf(String::isEmpty);
    shown.put(Keys.WEIGHT, Integer.toString(instance.weight()));
  }
}
