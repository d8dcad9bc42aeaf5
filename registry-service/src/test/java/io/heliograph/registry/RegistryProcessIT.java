/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The registry as a process: it is killed, and its leases live. */
@Timeout(120)
@Tag("side-by-side")
class RegistryProcessIT {
  private static final String ORDERS = "/v1/namespaces/default/services/orders/instances";

  @TempDir Path directory;
  private final List<RegistryProcess> processes = new ArrayList<>();
  private RegistryProcess node;

  @AfterEach
  void stop() throws Exception {
    for (RegistryProcess process : processes) {
      process.close();
    }
  }

  @Test
  void kill9_leasesLive_andLapseUnlessRenewed() throws Exception {
    start("first");
    register("stays", 60);
    register("silent", 2);
    String before = list();
    await("the snapshot holds both", () -> snapshotHas("stays") && snapshotHas("silent"));

    node.kill();
    start("second");

    assertThat(list().replaceFirst("\"revision\":\\d+", "R"))
        .isEqualTo(before.replaceFirst("\"revision\":\\d+", "R"))
        .contains("stays", "silent");
    assertThat(revision(list())).isGreaterThan(revision(before));
    await("the one that is not renewed is gone", () -> !list().contains("silent"));
    assertThat(list()).contains("stays");
  }

  @Test
  void sigterm_lastRegistrationIsInTheSnapshot() throws Exception {
    start("first");
    register("late", 60);
    node.process().destroy();
    assertThat(node.process().waitFor(20, TimeUnit.SECONDS)).isTrue();

    start("second");

    assertThat(list()).contains("late");
  }

  @Test
  void noSnapshotAtItsPlace_exit1AndSaysWhatToDo() throws Exception {
    Files.writeString(snapshot(), "something else\n");

    launch("wrong");

    assertThat(node.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(node.process().exitValue()).isEqualTo(1);
    assertThat(node.output()).contains("is no snapshot of format 1: move it away");
    assertThat(snapshot()).hasContent("something else\n"); // not overwritten
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(30)).until(condition);
  }

  private Path snapshot() {
    return directory.resolve("snapshot.jsonl");
  }

  private boolean snapshotHas(String id) throws IOException {
    return Files.exists(snapshot()) && Files.readString(snapshot()).contains(id);
  }

  private static long revision(String list) {
    Matcher matcher = Pattern.compile("\"revision\":(\\d+)").matcher(list);
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private void register(String id, int leaseSeconds) throws Exception {
    String body = "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":" + leaseSeconds + "}";
    assertThat(node.put(ORDERS + "/" + id, body).statusCode()).isEqualTo(200);
  }

  private String list() throws Exception {
    return node.get(ORDERS).body();
  }

  private void start(String name) throws Exception {
    launch(name);
    node.awaitServing();
  }

  private void launch(String name) throws IOException {
    node =
        new RegistryProcess(
            directory, name, Map.of("HELIOGRAPH_REGISTRY_SNAPSHOT", snapshot().toString()));
    processes.add(node);
  }
}
