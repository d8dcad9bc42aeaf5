/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

/** A port as Eureka has it: it may be named and yet be closed. */
record Port(int number, boolean enabled) {
  static final Port NONE = new Port(0, false);

  /** Reads what {@link #toString} wrote. */
  static Port parse(String text) {
    int colon = text.indexOf(':');
    return new Port(
        Integer.parseInt(text.substring(0, colon)),
        Boolean.parseBoolean(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return number + ":" + enabled;
  }
}
