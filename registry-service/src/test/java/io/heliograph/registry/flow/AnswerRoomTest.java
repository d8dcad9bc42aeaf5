/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Room for 100 bytes under way, a half for newcomers, and for 100 that are late; 10 are not large.
 */
class AnswerRoomTest {
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private AnswerRoom room(AnswerRooms rooms, String name) {
    return rooms.room(() -> told.add(name + " may"), () -> told.add(name + " must end"));
  }

  private AnswerRooms rooms(long takeMillis) {
    return new AnswerRooms(10, 100, takeMillis, timer);
  }

  @Test
  void smallAnswers_needNone() {
    AnswerRooms rooms = rooms(60_000);
    AnswerRoom small = room(rooms, "small");

    assertThat(small.take(10)).isTrue();
    assertThat(rooms.underWay()).isZero();
  }

  @Test
  void secondLargeOne_waitsForItsTurn_andHasItsRoomThen() {
    AnswerRooms rooms = rooms(60_000);
    AnswerRoom first = room(rooms, "first");
    AnswerRoom second = room(rooms, "second");
    assertThat(first.take(60)).isTrue();
    assertThat(second.take(60)).isFalse();
    assertThat(second.take(60)).as("asked again").isFalse();

    first.release();

    await("second may");
    assertThat(second.take(70)).as("what it has to say has changed").isTrue();
    assertThat(rooms.underWay()).isEqualTo(70);
    second.release();
    assertThat(rooms.underWay()).isZero();
  }

  @Test
  void whoEndsWhileWaiting_givesItsTurnToTheNext() {
    AnswerRooms rooms = rooms(60_000);
    AnswerRoom first = room(rooms, "first");
    AnswerRoom gone = room(rooms, "gone");
    AnswerRoom next = room(rooms, "next");
    assertThat(first.take(60)).isTrue();
    assertThat(gone.take(60)).isFalse();
    assertThat(next.take(60)).isFalse();
    gone.close();

    first.release();

    await("next may");
    assertThat(rooms.underWay()).isEqualTo(60);
  }

  @Test
  void late_makesRoom_andEndsOnceItsMemoryIsNeeded() {
    AnswerRooms rooms = rooms(1_000);
    AnswerRoom first = room(rooms, "first");
    AnswerRoom second = room(rooms, "second");
    assertThat(first.take(60)).isTrue();
    assertThat(second.take(60)).isFalse();
    await("second may");
    assertThat(first.isLate()).isTrue();

    await("second may", "first must end"); // once the second is late, too
    first.close();
    assertThat(rooms.untaken()).isEqualTo(60);
    assertThat(second.isLate()).isTrue();
    second.release();
    assertThat(second.isLate()).isFalse();
    assertThat(rooms.untaken()).isZero();
    assertThat(rooms.underWay()).isZero();
  }

  @Test
  void whoTookItsLastInTime_doesNotWaitForThoseWhoStandStill() {
    AnswerRooms rooms = rooms(60_000);
    AnswerRoom reader = room(rooms, "reader");
    assertThat(reader.take(60)).isTrue();
    reader.release();
    assertThat(room(rooms, "stalled").take(60)).isTrue();
    assertThat(room(rooms, "another").take(60)).isFalse();

    assertThat(reader.take(60)).isTrue();
  }

  /** Or somebody who only asks would be believed to read. */
  @Test
  void whoWasSentNothing_waitsLikeANewcomer() {
    AnswerRooms rooms = rooms(60_000);
    AnswerRoom asks = room(rooms, "asks");
    assertThat(asks.take(60)).isTrue();
    asks.giveBack();
    assertThat(room(rooms, "stalled").take(60)).isTrue();

    assertThat(asks.take(60)).isFalse();
  }

  private void await(String... what) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(told).startsWith(what));
  }
}
