/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

/** There is nobody who can take a call; its message says why, as far as it is known. */
public final class NoInstanceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String service;
  private final String route;

  NoInstanceException(String service, String route, String why) {
    super("%s: no instance can take the call: %s".formatted(service, why), null, false, false);
    this.service = service;
    this.route = route;
  }

  /** The service that was to be called, as namespace/service. */
  public String service() {
    return service;
  }

  /** The route of the rules that the call took; {@code default} if none matched. */
  public String route() {
    return route;
  }
}
