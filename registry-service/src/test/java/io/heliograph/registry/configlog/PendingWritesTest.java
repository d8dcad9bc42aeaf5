/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingWritesTest {
  private final PendingWrites pending = new PendingWrites(Duration.ofSeconds(60));

  @Test
  void decide_byWhatTheDocumentIs() {
    DocumentVersion won = version(5, "a");
    DocumentVersion lost = version(5, "b");
    CompletableFuture<DocumentVersion> wins = pending.await(won);
    CompletableFuture<DocumentVersion> loses = pending.await(lost);
    Document now = new Document("k", List.of(won));

    pending.decide(won, true, now);
    pending.decide(lost, false, now);
    pending.decide(version(5, "of another node"), false, now);

    assertThat(wins).isCompletedWithValue(won);
    assertThatThrownBy(loses::get).cause().hasMessage("k is at version 5, not 4");
    assertThat(pending.awaits(won)).isFalse();
  }

  @Test
  void decide_whatSeemedToWinOnTheWay_loses() {
    DocumentVersion late = version(5, "a");
    CompletableFuture<DocumentVersion> answer = pending.await(late);

    pending.decide(late, true, new Document("k", List.of(version(6, "b"))));

    assertThatThrownBy(answer::get).cause().isInstanceOf(VersionConflictException.class);
  }

  @Test
  void decide_winnerThatHasLeftTheHistory_hasWon() {
    DocumentVersion old = version(5, "a");
    CompletableFuture<DocumentVersion> answer = pending.await(old);

    pending.decide(old, true, new Document("k", List.of(version(5 + Document.HISTORY, "b"))));

    assertThat(answer).isCompletedWithValue(old);
  }

  @Test
  void await_timeOver_saysThatItMayStillTakeEffect() {
    PendingWrites hasty = new PendingWrites(Duration.ofMillis(20));
    DocumentVersion version = version(1, "a");
    CompletableFuture<DocumentVersion> answer = hasty.await(version);

    assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("(within 20 ms): it may still take effect");
    assertThat(hasty.awaits(version)).isFalse();
  }

  @Test
  void await_tooMany_isRefusedAndNothingIsKept() {
    for (int i = 0; i < PendingWrites.MAX; i++) {
      assertThat(pending.await(version(1, "a" + i))).isNotDone();
    }
    DocumentVersion more = version(1, "more");

    assertThat(pending.await(more)).isCompletedExceptionally();
    assertThat(pending.awaits(more)).isFalse();
    pending.failAll("this node stops");
    assertThat(pending.await(more)).isNotDone();
  }

  private static DocumentVersion version(long version, String attempt) {
    return new DocumentVersion("k", version, attempt, "", 0, Optional.of("{}"));
  }
}
