/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.util.List;
import java.util.Optional;

/**
 * {@code replay} and {@code demo}: picocli commands of module {@code dev/shop}, taken in by name,
 * so that the stack can be built and run without the shop.
 */
final class ShopCommands {
  static final List<String> NAMES = List.of("replay", "demo");

  private ShopCommands() {}

  /** The command, if the shop is on the class path and has it. */
  static Optional<Object> load(String name) {
    String type =
        "io.heliograph.dev.shop."
            + Character.toUpperCase(name.charAt(0))
            + name.substring(1)
            + "Command";
    try {
      return Optional.of(Class.forName(type).getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " needs a public constructor without arguments", e);
    }
  }
}
