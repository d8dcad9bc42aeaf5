/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

/**
 * A rule does not let a call be made: the service or the method is switched off, or the caller is
 * not allowed. Take the fallback; to try again at once is of no use.
 */
public final class CallRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String service;
  private final String rule;

  CallRefusedException(String service, String rule, String why) {
    super("%s: the rules refuse the call: %s".formatted(service, why), null, false, false);
    this.service = service;
    this.rule = rule;
  }

  /** The service that was to be called, as namespace/service. */
  public String service() {
    return service;
  }

  /**
   * The field of the rules, such as {@code access.deny}, {@code degradation.service} or {@code
   * degradation.methods./shop.Orders/Search}.
   */
  public String rule() {
    return rule;
  }
}
