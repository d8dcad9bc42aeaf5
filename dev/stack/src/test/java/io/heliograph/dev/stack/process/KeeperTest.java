/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes. */
class KeeperTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  @TempDir Path directory;

  private final List<ProcessState> heard = new CopyOnWriteArrayList<>();
  private Children children;
  private Keeper keeper;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    children = new Children(directory.resolve("children.json"));
    port = TinyProcess.freePort();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (keeper != null) {
      keeper.stop();
    }
  }

  @Test
  void start_healthyProcess_isHealthyAndRemembered() throws Exception {
    keep(TinyProcess.spec(directory, port));

    keeper.start().get(60, TimeUnit.SECONDS);

    ProcessStatus status = keeper.status();
    assertThat(status.state()).isEqualTo(ProcessState.HEALTHY);
    assertThat(status.restarts()).isZero();
    assertThat(status.residentBytes()).isNotZero();
    assertThat(children.alive().get("tiny").pid()).isEqualTo(status.pid());
    assertThat(heard).containsSubsequence(ProcessState.STARTING, ProcessState.HEALTHY);
  }

  @Test
  void stop_runningProcess_endsItAndForgetsIt() throws Exception {
    keep(TinyProcess.spec(directory, port));
    keeper.start().get(60, TimeUnit.SECONDS);
    ProcessHandle process = children.alive().get("tiny");

    keeper.stop();

    assertThat(process.isAlive()).isFalse();
    assertThat(keeper.status().state()).isEqualTo(ProcessState.STOPPED);
    assertThat(new Children(directory.resolve("children.json")).alive()).isEmpty();
  }

  @Test
  void killedProcess_afterItWasHealthy_isStartedAgain() throws Exception {
    keep(TinyProcess.spec(directory, port));
    keeper.start().get(60, TimeUnit.SECONDS);
    long first = keeper.status().pid();

    keeper.kill();

    await().atMost(LIMIT).until(() -> keeper.isHealthy() && keeper.status().pid() != first);
    assertThat(keeper.status().restarts()).isEqualTo(1);
  }

  @Test
  void exitedProcess_afterItWasHealthy_isStartedAgain() throws Exception {
    keep(TinyProcess.spec(directory, port));
    keeper.start().get(60, TimeUnit.SECONDS);
    long first = keeper.status().pid();

    ask("/die");

    await().atMost(LIMIT).until(() -> keeper.isHealthy() && keeper.status().pid() != first);
    assertThat(heard).contains(ProcessState.BACKOFF);
  }

  @Test
  void sickProcess_isUnhealthyButNotKilled() throws Exception {
    keep(TinyProcess.spec(directory, port));
    keeper.start().get(60, TimeUnit.SECONDS);
    long pid = keeper.status().pid();

    ask("/sick");

    await().atMost(LIMIT).until(() -> keeper.status().state() == ProcessState.UNHEALTHY);
    assertThat(keeper.status().detail()).contains("503");
    assertThat(keeper.status().pid()).isEqualTo(pid);
  }

  @Test
  void hold_thenRelease_isDownInBetween() throws Exception {
    keep(TinyProcess.spec(directory, port));
    keeper.start().get(60, TimeUnit.SECONDS);

    keeper.hold();
    await().atMost(LIMIT).until(() -> keeper.status().state() == ProcessState.HELD);
    assertThat(keeper.status().pid()).isZero();

    keeper.release();
    await().atMost(LIMIT).until(() -> keeper.isHealthy());
  }

  @Test
  void start_processThatDies_failsWithExitCodeAndLog() {
    keep(TinyProcess.spec(directory, port, "fail"));

    assertThatThrownBy(() -> keeper.start().get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(ProcessFailure.class)
        .hasMessageContaining("tiny exited with code 3 before it was ready")
        .hasMessageContaining("the reason is on the last line")
        .hasMessageContaining("tiny.log");
    assertThat(keeper.status().state()).isEqualTo(ProcessState.FAILED);
  }

  @Test
  void start_neverHealthy_isKilledAndSaysWhatWasAsked() {
    ProcessSpec spec = TinyProcess.spec(directory, port, "sick");
    keep(
        ProcessSpec.named("tiny")
            .command(spec.command())
            .health(spec.health())
            .logs(spec.output())
            .startTimeout(Duration.ofSeconds(2))
            .build());

    assertThatThrownBy(() -> keeper.start().get(60, TimeUnit.SECONDS))
        .cause()
        .hasMessageContaining("not healthy after 2 s")
        .hasMessageContaining("/healthz");
    assertThat(children.alive()).isEmpty();
  }

  @Test
  void start_portTaken_namesPortHolderAndVariable() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      keep(TinyProcess.spec(directory, taken.getLocalPort()));

      assertThatThrownBy(() -> keeper.start().get(60, TimeUnit.SECONDS))
          .cause()
          .hasMessageContaining("tiny cannot listen on 127.0.0.1:" + port + " (hello)")
          .hasMessageContaining("taken")
          .hasMessageContaining("TINY_PORT");
    }
  }

  @Test
  void stop_beforeStart_neverStarts() throws Exception {
    keep(TinyProcess.spec(directory, port));

    keeper.stop();

    assertThat(keeper.start()).isCompletedExceptionally();
    assertThat(keeper.status().state()).isEqualTo(ProcessState.STOPPED);
  }

  private void keep(ProcessSpec spec) {
    keeper = new Keeper(spec, children, status -> heard.add(status.state()));
  }

  private void ask(String path) {
    new HttpHealth(URI.create("http://127.0.0.1:" + port + path)).problem();
  }
}
