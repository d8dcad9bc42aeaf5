/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import com.fasterxml.jackson.core.type.TypeReference;
import io.heliograph.dev.stack.process.Identity;
import io.heliograph.dev.stack.process.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How the supervisor of a data directory is reached, while there is one.
 *
 * @param port its control endpoint, on the loopback address
 * @param token who knows it may command; the file is readable by its owner only
 * @param environment how the stack was set up, resolved, so that later commands find it
 */
record SupervisorFile(Identity identity, int port, String token, Map<String, String> environment) {
  private static JsonFile<SupervisorFile> file(Path data) {
    return new JsonFile<>(
        data.resolve("run").resolve("supervisor.json"), new TypeReference<SupervisorFile>() {});
  }

  /** The supervisor that runs now; nothing if there is none, also if the last one was killed. */
  static Optional<SupervisorFile> running(Path data) throws IOException {
    return file(data).read().filter(found -> found.identity().find().isPresent());
  }

  static void write(Path data, SupervisorFile value) throws IOException {
    file(data).writePrivately(value);
  }

  static void delete(Path data) throws IOException {
    file(data).delete();
  }
}
