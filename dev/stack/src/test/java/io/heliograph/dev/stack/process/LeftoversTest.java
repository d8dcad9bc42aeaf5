/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor that was killed leaves running. */
class LeftoversTest {
  @TempDir Path directory;
  private Path file;
  private Process process;

  @BeforeEach
  void startOne() throws IOException {
    file = directory.resolve("children.json");
    process = new ProcessBuilder("sleep", "300").start();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void end_recordedProcess_isEndedAndForgotten() throws Exception {
    new Children(file).started("left", process.toHandle());
    List<String> told = new ArrayList<>();

    Leftovers.end(new Children(file), List.of(), Duration.ofSeconds(10), told::add);

    assertThat(process.isAlive()).isFalse();
    assertThat(told).containsExactly("left");
    assertThat(new Children(file).alive()).isEmpty();
  }

  @Test
  void end_groups_endOneAfterTheOther() throws Exception {
    Process second = new ProcessBuilder("sleep", "300").start();
    Children children = new Children(file);
    children.started("kafka", process.toHandle());
    children.started("gateway", second.toHandle());
    List<String> told = new ArrayList<>();

    Leftovers.end(
        new Children(file),
        List.of(List.of("gateway", "registry"), List.of("kafka")),
        Duration.ofSeconds(10),
        told::add);

    assertThat(told).containsExactly("gateway", "kafka");
    assertThat(second.isAlive()).isFalse();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void end_samePidButAnotherStart_isNotOurs() throws Exception {
    Identity real = Identity.of(process.toHandle());
    Map<String, Identity> reused =
        Map.of("left", new Identity(real.pid(), real.startMillis() - 60_000));
    new JsonFile<>(file, new TypeReference<Map<String, Identity>>() {}).write(reused);

    Leftovers.end(new Children(file), List.of(), Duration.ofSeconds(10), name -> {});

    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void find_slightlyAdjustedClock_isStillTheSame() {
    Identity real = Identity.of(process.toHandle());

    assertThat(new Identity(real.pid(), real.startMillis() + 900).find()).isPresent();
    assertThat(new Identity(real.pid(), real.startMillis() + 5_000).find()).isEmpty();
  }
}
