/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port as Eureka has it: it may be named and yet be closed. */
record Port(int number, boolean enabled) {
  static final Port NONE = new Port(0, false);

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,5}):(true|false)");

  /** Reads what {@link #toString} wrote; empty if it is none of that. */
  static Optional<Port> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Port(Integer.parseInt(matcher.group(1)), Boolean.parseBoolean(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return number + ":" + enabled;
  }
}
