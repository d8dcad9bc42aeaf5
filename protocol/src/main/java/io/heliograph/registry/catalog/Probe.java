/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.Locale;
import java.util.Objects;

/**
 * How an instance wants to be probed. The host is always its own, so that nobody has another
 * machine probed by naming it here.
 *
 * @param path of {@link Type#HTTP} only; empty means {@code /}
 * @param port 1 to 65,535; 0: that of the instance
 * @param service of {@link Type#GRPC} only: whose health is asked for; empty: the server's
 */
public record Probe(Type type, String path, int port, String service) {
  /** Of an instance that says nothing: as the nodes do it by default. */
  public static final Probe UNSET = new Probe(Type.UNSET, "", 0, "");

  private static final int OVERHEAD_BYTES = 32;

  /** What is looked at. */
  public enum Type {
    /** Not said. */
    UNSET,
    /** No probe. */
    NONE,
    /** Takes a connection. */
    TCP,
    /** Answers GET with a status from 200 to 399. */
    HTTP,
    /** {@code grpc.health.v1.Health/Check} answers SERVING. */
    GRPC;

    /** How it is written; empty for {@link #UNSET}. */
    public String label() {
      return this == UNSET ? "" : name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #label} writes. */
    public static Type ofLabel(String field, String label) throws Refusal {
      for (Type type : values()) {
        if (type.label().equals(label)) {
          return type;
        }
      }
      throw new Refusal(field, "is '%s': give none, tcp, http or grpc".formatted(cut(label)));
    }

    private static String cut(String text) {
      return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
  }

  /** Returns it if it is within all limits; one object for all that say nothing. */
  static Probe check(Probe probe) throws Refusal {
    Objects.requireNonNull(probe);
    if (probe.equals(UNSET)) {
      return UNSET;
    }
    only(Type.HTTP, probe.type, "path", probe.path);
    only(Type.GRPC, probe.type, "service", probe.service);
    if (!probe.path.isEmpty() && !isPath(probe.path)) {
      throw new Refusal(
          "probe.path",
          "has %,d characters: give / and at most %,d printable ones of ASCII, without spaces"
              .formatted(probe.path.length(), InstanceLimits.MAX_VALUE - 1));
    }
    InstanceLimits.text("probe.service", probe.service);
    InstanceLimits.number("probe.port", probe.port, 0, 65_535);
    if (probe.port > 0 && (probe.type == Type.UNSET || probe.type == Type.NONE)) {
      throw new Refusal("probe.port", "is given, but no probe.type: give tcp, http or grpc");
    }
    return probe;
  }

  private static void only(Type type, Type given, String field, String value) throws Refusal {
    if (!value.isEmpty() && given != type) {
      throw new Refusal("probe." + field, "is of type %s only".formatted(type.label()));
    }
  }

  /** It goes into a request line as it is: nothing in it may end the line. */
  private static boolean isPath(String path) {
    return path.length() <= InstanceLimits.MAX_VALUE
        && path.charAt(0) == '/'
        && path.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** About its memory, in bytes. */
  long footprint() {
    return this == UNSET ? 0 : OVERHEAD_BYTES + path.length() + service.length();
  }
}
