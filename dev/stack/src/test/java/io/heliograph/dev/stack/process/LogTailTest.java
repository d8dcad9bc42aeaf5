/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path directory;

  @Test
  void of_longFile_isItsLastLines() throws IOException {
    Path file = directory.resolve("a.log");
    Files.writeString(
        file,
        IntStream.rangeClosed(1, 100_000)
            .mapToObj(i -> "line " + i)
            .collect(Collectors.joining("\n")));

    assertThat(LogTail.of(file, 2)).containsExactly("line 99999", "line 100000");
  }

  @Test
  void of_noFile_isEmpty() {
    assertThat(LogTail.of(directory.resolve("none"), 5)).isEmpty();
  }
}
