/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.io.IOException;

/**
 * One process of the shop. Ends when its standard input ends, so that it never outlives the demo
 * that started it.
 */
public final class ShopMain {
  private ShopMain() {}

  /** Starts the service that the environment names. */
  public static void main(String[] args) throws IOException {
    ShopSettings settings = ShopSettings.of(System.getenv());
    System.out.println(settings);
    ShopProcess process = ShopProcess.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shop-stop"));
    while (System.in.read() >= 0) {
      // nobody writes: only the end of the stream is of interest
    }
    System.exit(0);
  }
}
