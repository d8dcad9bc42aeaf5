/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
  @TempDir Path directory;
  private Path path;
  private JsonFile<Map<String, Identity>> file;

  @BeforeEach
  void prepare() {
    path = directory.resolve("new/children.json");
    file = new JsonFile<>(path, new TypeReference<Map<String, Identity>>() {});
  }

  @Test
  void read_whatWasWritten_isTheSame() throws IOException {
    file.write(Map.of("kafka", new Identity(42, 1_700_000_000_000L)));

    assertThat(file.read()).contains(Map.of("kafka", new Identity(42, 1_700_000_000_000L)));
  }

  @Test
  void read_noFile_isEmpty() throws IOException {
    assertThat(file.read()).isEmpty();
  }

  @Test
  void read_brokenFile_namesIt() throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "{\"kafka\": ");

    assertThatThrownBy(() -> file.read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("children.json");
  }

  @Test
  void writePrivately_isForTheOwnerOnly() throws IOException {
    file.writePrivately(Map.of());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }
}
