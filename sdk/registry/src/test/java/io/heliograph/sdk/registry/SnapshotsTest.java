/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static io.heliograph.sdk.registry.Answers.instance;
import static io.heliograph.sdk.registry.Answers.up;
import static io.heliograph.sdk.registry.Answers.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.v1.WatchResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final WatchResponse LIST = whole("a/1", 7, up(instance("one")));

  @TempDir Path directory;

  @Test
  void read_whatWasWritten_withItsAge() throws Exception {
    Snapshots snapshots = new Snapshots(directory.resolve("lists"));
    assertThat(snapshots.read(ORDERS)).isEmpty();

    snapshots.write(ORDERS, whole("a/1", 6));
    snapshots.write(ORDERS, LIST);
    Path file = directory.resolve("lists/default/orders.list");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));

    assertThat(snapshots.read(ORDERS).orElseThrow().list()).isEqualTo(LIST);
    assertThat(snapshots.read(ORDERS).orElseThrow().age())
        .isBetween(Duration.ofSeconds(59), Duration.ofSeconds(90));
    assertThat(snapshots.read(new ServiceName("shop", "orders"))).isEmpty();
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void write_thatFails_leavesNothingBehind() throws Exception {
    Path file = directory.resolve("default/orders.list");
    Files.createDirectories(file.resolve("in the way"));

    assertThatThrownBy(() -> new Snapshots(directory).write(ORDERS, LIST))
        .isInstanceOf(IOException.class);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void read_damagedOrForeign_isPassedOver() throws Exception {
    Snapshots snapshots = new Snapshots(directory);
    snapshots.write(ORDERS, LIST);
    Path file = directory.resolve("default/orders.list");
    byte[] good = Files.readAllBytes(file);
    byte[] flipped = good.clone();
    flipped[good.length - 1] ^= 1;
    byte[] cut = java.util.Arrays.copyOf(good, good.length - 5);

    for (byte[] bad : List.of(flipped, cut, new byte[0], new byte[100])) {
      Files.write(file, bad);
      assertThat(snapshots.read(ORDERS)).isEmpty();
    }
    Files.write(directory.resolve("default/stock.list"), good);
    assertThat(snapshots.read(new ServiceName("default", "stock"))).as("another's").isEmpty();
  }
}
