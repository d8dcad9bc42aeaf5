/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reads the real recording where it is present, beside the checkout. */
class TrainTicketRecordingTest {
  private static final Path DIRECTORY =
      Path.of("../../../shared/data/trainticket").toAbsolutePath().normalize();

  @Test
  void run_recording_isAllReadInOrder() throws Exception {
    assumeTrue(Files.isDirectory(DIRECTORY), () -> "no recording at " + DIRECTORY);
    long previous = 0;
    long disordered = 0;
    long items = 0;
    try (Recordings recordings = Recordings.open(DIRECTORY)) {
      for (Recorded item = recordings.next(); item != null; item = recordings.next()) {
        disordered += item.timeUnixNano() < previous ? 1 : 0;
        previous = item.timeUnixNano();
        items++;
      }
      assertThat(recordings.files()).hasSize(8);
      // two log rows were torn when they were recorded
      assertThat(recordings.files().stream().mapToLong(Recording::malformed).sum()).isEqualTo(2);
    }
    assertThat(items).isEqualTo(337_631);
    assertThat(disordered).isZero();
  }
}
