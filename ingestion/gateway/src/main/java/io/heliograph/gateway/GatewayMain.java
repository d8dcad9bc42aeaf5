/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

/** Starts the gateway as a process. */
public final class GatewayMain {
  private GatewayMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    System.out.println("heliograph gateway");
  }
}
