/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the next life of a job carries on. */
class JobRecordTest {
  private static final Optional<String> NOTHING = Optional.empty();
  private static final JobRecord FIRST_LIFE =
      JobRecord.unknown("trace").submitted("id-1", NOTHING, false);

  @TempDir Path directory;

  @Test
  void next_neverSubmitted_isTheStart() {
    assertThat(JobRecord.unknown("trace").next(NOTHING)).isEmpty();
  }

  @Test
  void next_afterOrderlyStop_isTheSavepoint() {
    JobRecord stopped = FIRST_LIFE.checkpointed("chk-7").stopped("savepoint-1");

    assertThat(stopped.next(Optional.of("chk-8"))).contains("savepoint-1");
  }

  @Test
  void next_afterLoss_isTheNewestOnDisk() {
    assertThat(FIRST_LIFE.checkpointed("chk-7").next(Optional.of("chk-8"))).contains("chk-8");
  }

  @Test
  void next_afterLossWithNothingOnOurDisk_isWhatTheJobManagerTold() {
    assertThat(FIRST_LIFE.checkpointed("chk-7").next(NOTHING)).contains("chk-7");
  }

  @Test
  void next_lostBeforeItsFirstCheckpoint_isWhereThatLifeBegan() {
    JobRecord second =
        FIRST_LIFE.stopped("savepoint-1").submitted("id-2", Optional.of("savepoint-1"), false);

    assertThat(second.next(NOTHING)).contains("savepoint-1");
    assertThat(second.formerIds()).containsExactly("id-1");
  }

  @Test
  void submitted_again_countsOnlyLosses() {
    JobRecord lost = FIRST_LIFE.submitted("id-2", Optional.of("chk-7"), true);
    assertThat(lost.resubmissions()).isEqualTo(1);
    assertThat(lost.submitted("id-3", Optional.of("savepoint"), false).resubmissions())
        .isEqualTo(1);
  }

  @Test
  void book_readAgain_holdsTheSame() throws IOException {
    JobBook book = new JobBook(directory.resolve("jobs.json"));
    JobRecord written =
        book.update("trace", r -> FIRST_LIFE.checkpointed("chk-7").stopped("savepoint-1"));

    assertThat(new JobBook(directory.resolve("jobs.json")).get("trace")).isEqualTo(written);
    assertThat(book.get("log")).isEqualTo(JobRecord.unknown("log"));
  }
}
