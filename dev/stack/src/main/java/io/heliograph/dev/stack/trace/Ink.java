/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.util.HashMap;
import java.util.Map;

/** Colours, where the output is a terminal. A service keeps its colour as long as this is used. */
final class Ink {
  private static final String[] SERVICES = {"36", "33", "35", "32", "34", "96", "93", "95", "92"};

  private final boolean on;
  private final Map<String, String> services = new HashMap<>();

  Ink(boolean on) {
    this.on = on;
  }

  String bold(String text) {
    return with("1", text);
  }

  String faint(String text) {
    return with("2", text);
  }

  String red(String text) {
    return with("31", text);
  }

  String yellow(String text) {
    return with("33", text);
  }

  /** Text in the colour of a service. */
  String service(String service, String text) {
    return with(
        services.computeIfAbsent(service, s -> SERVICES[services.size() % SERVICES.length]), text);
  }

  private String with(String code, String text) {
    return on && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
