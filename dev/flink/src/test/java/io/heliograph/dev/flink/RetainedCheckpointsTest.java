/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
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

  @Test
  void newest_savepointAfterTheLastCheckpoint_isTheSavepoint() throws IOException {
    complete("c/abcdef0123/chk-7", 1_000);
    complete("s/savepoint-abcdef-11aa", 2_000);
    complete("s/savepoint-abcdef-0000", 1_500);
    complete("s/savepoint-fedcba-22bb", 3_000);

    assertThat(newest("abcdef0123")).contains(directory.resolve("s/savepoint-abcdef-11aa"));
  }

  @Test
  void newest_jobRanOnAfterASavepoint_isTheCheckpoint() throws IOException {
    complete("s/savepoint-abcdef-11aa", 2_000);
    complete("c/abcdef0123/chk-8", 2_500);

    assertThat(newest("abcdef0123")).contains(directory.resolve("c/abcdef0123/chk-8"));
  }

  @Test
  void newest_checkpointsGone_isTheSavepoint() throws IOException {
    complete("s/savepoint-abcdef-11aa", 2_000);

    assertThat(newest("abcdef0123")).contains(directory.resolve("s/savepoint-abcdef-11aa"));
    assertThat(newest("")).isEmpty();
    assertThat(newest("123456")).isEmpty();
  }

  @Test
  void newest_severalLives_isTheYoungestOfAny() throws IOException {
    complete("c/abcdef0123/chk-90", 1_000);
    complete("c/bbbbbb0123/chk-2", 2_000);

    assertThat(newest("abcdef0123", "bbbbbb0123", "cccccc0123"))
        .contains(directory.resolve("c/bbbbbb0123/chk-2"));
  }

  @Test
  void deleteSavepoint_byPathOrUri_isGone() throws IOException {
    complete("s/savepoint-abcdef-11aa");
    complete("s/savepoint-abcdef-22bb");

    RetainedCheckpoints.deleteSavepoint(
        directory.resolve("s"), directory.resolve("s/savepoint-abcdef-11aa").toString());
    RetainedCheckpoints.deleteSavepoint(
        directory.resolve("s"), directory.resolve("s/savepoint-abcdef-22bb").toUri().toString());

    assertThat(directory.resolve("s")).isEmptyDirectory();
  }

  @Test
  void deleteSavepoint_elsewhere_stays() throws IOException {
    complete("c/abcdef0123/chk-7");
    complete("mine/savepoint-abcdef-11aa");

    RetainedCheckpoints.deleteSavepoint(
        directory.resolve("s"), directory.resolve("c/abcdef0123/chk-7").toString());
    RetainedCheckpoints.deleteSavepoint(
        directory.resolve("s"), directory.resolve("mine/savepoint-abcdef-11aa").toUri().toString());

    assertThat(directory.resolve("c/abcdef0123/chk-7")).exists();
    assertThat(directory.resolve("mine/savepoint-abcdef-11aa")).exists();
  }

  private Optional<Path> newest(String... jobIds) throws IOException {
    return RetainedCheckpoints.newest(
        directory.resolve("c"), directory.resolve("s"), List.of(jobIds));
  }

  private void complete(String checkpoint, long millis) throws IOException {
    complete(checkpoint);
    Files.setLastModifiedTime(
        directory.resolve(checkpoint).resolve("_metadata"), FileTime.fromMillis(millis));
  }

  private void complete(String checkpoint) throws IOException {
    Files.createDirectories(directory.resolve(checkpoint));
    Files.writeString(directory.resolve(checkpoint).resolve("_metadata"), "");
  }
}
