/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.Map;

/**
 * What is switched off: its calls are refused, so that callers take their fallback.
 *
 * @param service why the whole service is off; empty if it is not
 * @param methods why a method is off, by its whole name, such as {@code /shop.Orders/Search}
 */
public record Degradation(String service, Map<String, String> methods) {
  public static final Degradation NONE = new Degradation(null, null);

  public Degradation {
    service = service == null ? "" : service;
    methods = Absent.toEmpty(methods);
  }
}
