/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The processes we started, by name, in the order they were started, in a file: if we are killed,
 * whoever comes after us finds them there and ends them. Nothing that is not in this file is ever
 * signalled. Safe for use by several threads.
 */
public final class Children {
  private final JsonFile<Map<String, Identity>> file;
  private final Map<String, Identity> identities;

  /** Opens the file, or starts an empty one. */
  public Children(Path path) throws IOException {
    this.file = new JsonFile<>(path, new TypeReference<Map<String, Identity>>() {});
    this.identities = new LinkedHashMap<>(file.read().orElse(Map.of()));
  }

  /** Those that still run. */
  public synchronized Map<String, ProcessHandle> alive() {
    Map<String, ProcessHandle> alive = new LinkedHashMap<>();
    identities.forEach((name, id) -> id.find().ifPresent(process -> alive.put(name, process)));
    return alive;
  }

  synchronized Optional<Identity> get(String name) {
    return Optional.ofNullable(identities.get(name));
  }

  synchronized void started(String name, ProcessHandle process) {
    identities.remove(name);
    identities.put(name, Identity.of(process));
    save();
  }

  /** Forgets a process that has ended. */
  public synchronized void ended(String name) {
    identities.remove(name);
    save();
  }

  private void save() {
    try {
      file.write(identities);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remember which processes are ours: " + file, e);
    }
  }
}
