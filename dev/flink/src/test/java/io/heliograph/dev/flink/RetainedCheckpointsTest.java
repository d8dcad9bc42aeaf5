/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedCheckpointsTest {
  @TempDir Path directory;

  @Test
  void latest_severalComplete_isTheOneWithTheHighestNumber() throws IOException {
    complete("job/chk-9");
    complete("job/chk-10");

    assertThat(RetainedCheckpoints.latest(directory, "job"))
        .contains(directory.resolve("job/chk-10"));
    assertThat(RetainedCheckpoints.of(directory, "job"))
        .containsExactly(directory.resolve("job/chk-10"), directory.resolve("job/chk-9"));
  }

  @Test
  void latest_newestWithoutMetadata_isTheOneBefore() throws IOException {
    complete("job/chk-3");
    Files.createDirectories(directory.resolve("job/chk-4"));

    assertThat(RetainedCheckpoints.latest(directory, "job"))
        .contains(directory.resolve("job/chk-3"));
  }

  @Test
  void latest_otherDirectories_areNotCheckpoints() throws IOException {
    complete("job/shared");
    complete("job/chk-x");
    complete("job/chk-99999999999999999999");

    assertThat(RetainedCheckpoints.latest(directory, "job")).isEmpty();
  }

  @Test
  void latest_noDirectoryOrNoJob_isEmpty() throws IOException {
    complete("chk-1");

    assertThat(RetainedCheckpoints.latest(directory, "unknown")).isEmpty();
    assertThat(RetainedCheckpoints.latest(directory, "")).isEmpty();
  }

  private void complete(String checkpoint) throws IOException {
    Files.createDirectories(directory.resolve(checkpoint));
    Files.writeString(directory.resolve(checkpoint).resolve("_metadata"), "");
  }
}
