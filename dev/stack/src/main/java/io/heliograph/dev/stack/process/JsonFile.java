/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A value in a JSON file. A reader sees the old value or the new one, never half of one. */
public final class JsonFile<T> {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Path path;
  private final TypeReference<T> type;

  public JsonFile(Path path, TypeReference<T> type) {
    this.path = path;
    this.type = type;
  }

  /**
   * The value, or nothing if there is no file.
   *
   * @throws IOException also if the file does not hold such a value
   */
  public Optional<T> read() throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(path), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IOException(path + " is not what we wrote: " + e.getOriginalMessage(), e);
    }
  }

  /** Replaces the value. */
  public void write(T value) throws IOException {
    write(value, new FileAttribute<?>[0]);
  }

  private void write(T value, FileAttribute<?>... attributes) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Path next = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(next);
    Files.createFile(next, attributes);
    Files.write(next, JSON.writeValueAsBytes(value));
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Replaces the value; only the owner may read it. */
  public void writePrivately(T value) throws IOException {
    write(
        value, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** Removes the file, if it is there. */
  public void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
