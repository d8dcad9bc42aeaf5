/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsFileTest {
  @TempDir Path directory;

  @Test
  void restore_afterWrite_isTheSameWithHistory() throws Exception {
    Documents before = new Documents();
    before.apply(version("a", 1, "x", Optional.of("{\"n\":1}")));
    before.apply(version("a", 2, "y", Optional.of("{\"n\":\"ü\\n\"}")));
    before.apply(version("b", 1, "z", Optional.empty()));
    before.publish();
    file().write(before);

    Documents after = new Documents();
    assertThat(file().restore(after)).isEqualTo(2);

    assertThat(after.find("a")).isEqualTo(before.find("a"));
    assertThat(after.find("b")).isEqualTo(before.find("b"));
    assertThat(after.areKnown()).isTrue();
    assertThat(after.bytes()).isEqualTo(before.bytes()).isPositive();
  }

  @Test
  void write_unknownOrUnchanged_leavesTheFile() throws Exception {
    Documents documents = new Documents();
    documents.apply(version("a", 1, "x", Optional.of("1")));
    file().write(documents);
    assertThat(path()).as("nothing is known yet").doesNotExist();

    documents.publish();
    DocumentsFile file = file();
    file.write(documents);
    Files.delete(path());
    file.write(documents);
    assertThat(path()).doesNotExist();
  }

  @Test
  void restore_noFile_leavesThemUnknown() throws Exception {
    Documents documents = new Documents();
    assertThat(file().restore(documents)).isZero();
    assertThat(documents.areKnown()).isFalse();
  }

  @Test
  void restore_damagedLine_isLeftOut() throws Exception {
    Documents before = new Documents();
    before.apply(version("a", 1, "x", Optional.of("1")));
    before.publish();
    file().write(before);
    List<String> lines = new ArrayList<>(Files.readAllLines(path()));
    lines.add(1, lines.get(1).substring(0, 20));
    Files.write(path(), lines);

    assertThat(file().restore(new Documents())).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"format\":2}\n", "x"})
  void restore_otherFile_saysSo(String content) throws Exception {
    Files.writeString(path(), content);

    assertThatThrownBy(() -> file().restore(new Documents()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no documents of format 1: move it away");
  }

  private Path path() {
    return directory.resolve("registry.rules");
  }

  private DocumentsFile file() {
    return new DocumentsFile(path());
  }

  private static DocumentVersion version(
      String key, long version, String attempt, Optional<String> value) {
    return new DocumentVersion(key, version, attempt, "ann", 1_790_000_000_000L, value);
  }
}
