/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an instance may look like. Bounds what one of them takes of the memory of every node and of
 * every watcher: about 20 KiB at most.
 */
public final class InstanceLimits {
  public static final int MAX_NAME = 255;
  public static final int MAX_ENTRIES = 64;
  public static final int MAX_VALUE = 1_024;

  /** Of tags and metadata together. */
  public static final int MAX_BYTES = 16 << 10;

  public static final int MAX_WEIGHT = 10_000;
  public static final int MAX_WARMUP_SECONDS = 86_400;
  public static final int MAX_LEASE_SECONDS = 3_600;

  /** Names stand in paths, in xDS resource names and in labels of metrics. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]*");

  /** Objects of a lease, its place in a wheel and a map, and its instance without its texts. */
  private static final int OVERHEAD_BYTES = 640;

  /** Of a text beside its characters, or of an entry of a map beside its two texts. */
  private static final int TEXT_BYTES = 48;

  private InstanceLimits() {}

  /** About the memory that an instance takes, in bytes; its texts in Latin letters. */
  public static long footprint(Instance instance) {
    long bytes = OVERHEAD_BYTES;
    for (String text :
        List.of(
            instance.id(),
            instance.host(),
            instance.protocol(),
            instance.version(),
            instance.group(),
            instance.lane(),
            instance.location().city(),
            instance.location().center(),
            instance.location().room())) {
      bytes += text.isEmpty() ? 0 : TEXT_BYTES + text.length();
    }
    bytes += instance.probe().footprint();
    return bytes + footprint(instance.tags()) + footprint(instance.metadata());
  }

  private static long footprint(Map<String, String> entries) {
    long bytes = 0;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      bytes += 3 * TEXT_BYTES + entry.getKey().length() + entry.getValue().length();
    }
    return bytes;
  }

  /** Checks the name of a namespace, a service or an instance. */
  public static String name(String field, String value) throws Refusal {
    if (value.isEmpty() || value.length() > MAX_NAME) {
      throw new Refusal(
          field, "has %d characters: give 1 to %d".formatted(value.length(), MAX_NAME));
    }
    if (!NAME.matcher(value).matches()) {
      throw new Refusal(
          field,
          "is '%s': give letters, digits and . _ : @ -, a letter or digit first".formatted(value));
    }
    return value;
  }

  /** Returns the instance if it is within all limits. */
  public static Instance check(Instance instance) throws Refusal {
    name("id", instance.id());
    text("host", instance.host());
    if (instance.host().isBlank() || instance.host().chars().anyMatch(c -> c <= ' ')) {
      throw new Refusal("host", "is '%s': give an address".formatted(instance.host()));
    }
    number("port", instance.port(), 1, 65_535);
    text("protocol", instance.protocol());
    text("version", instance.version());
    text("group", instance.group());
    text("lane", instance.lane());
    number("weight", instance.weight(), 0, MAX_WEIGHT);
    number("warmupSeconds", instance.warmupSeconds(), 0, MAX_WARMUP_SECONDS);
    number("leaseSeconds", instance.leaseSeconds(), 1, MAX_LEASE_SECONDS);
    text("location.city", instance.location().city());
    text("location.center", instance.location().center());
    text("location.room", instance.location().room());
    long bytes = entries("tags", instance.tags()) + entries("metadata", instance.metadata());
    if (bytes > MAX_BYTES) {
      throw new Refusal(
          "metadata",
          "and tags have %,d characters together: give at most %,d".formatted(bytes, MAX_BYTES));
    }
    Probe.check(instance.probe());
    return instance;
  }

  /** Checks a text of at most {@value #MAX_NAME} characters. */
  public static String text(String field, String value) throws Refusal {
    if (value.length() > MAX_NAME) {
      throw new Refusal(
          field, "has %,d characters: give at most %d".formatted(value.length(), MAX_NAME));
    }
    return value;
  }

  /** Checks a number. */
  public static long number(String field, long value, long least, long most) throws Refusal {
    if (value < least || value > most) {
      throw new Refusal(field, "is %d: give %d to %d".formatted(value, least, most));
    }
    return value;
  }

  /**
   * Checks tags or metadata: {@value #MAX_ENTRIES} at most, with keys of 1 to {@value #MAX_NAME}
   * characters and values of at most {@value #MAX_VALUE}. Returns how many characters they have.
   */
  public static long entries(String field, Map<String, String> entries) throws Refusal {
    if (entries.size() > MAX_ENTRIES) {
      throw new Refusal(
          field, "has %,d entries: give at most %d".formatted(entries.size(), MAX_ENTRIES));
    }
    long bytes = 0;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      if (entry.getKey().isEmpty() || entry.getKey().length() > MAX_NAME) {
        throw new Refusal(
            field,
            "has a key of %,d characters: give 1 to %d"
                .formatted(entry.getKey().length(), MAX_NAME));
      }
      if (entry.getValue().length() > MAX_VALUE) {
        throw new Refusal(
            field + "." + entry.getKey(),
            "has %,d characters: give at most %,d".formatted(entry.getValue().length(), MAX_VALUE));
      }
      bytes += entry.getKey().length() + entry.getValue().length();
    }
    return bytes;
  }
}
