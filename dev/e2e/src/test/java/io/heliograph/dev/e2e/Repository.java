/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout is. */
final class Repository {
  private Repository() {}

  /** The directory of {@code ./heliograph}, above the module that a test runs in. */
  static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("heliograph"))) {
        return at;
      }
    }
    throw new IllegalStateException("not inside a checkout");
  }
}
