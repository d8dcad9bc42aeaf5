/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The client and the launch descriptions against a JobManager and a TaskManager as processes. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FlinkRestIT {
  private static final String JOB_CLASS = CountingJob.class.getName();
  @TempDir static Path directory;

  private static SessionCluster cluster;
  private static FlinkRest rest;
  private static String jarId;

  @BeforeAll
  static void start() throws IOException {
    cluster = new SessionCluster(directory, 1);
    rest = new FlinkRest(cluster.address());
    await()
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(() -> rest.overview().slotsFree() == 4);
    jarId = rest.upload(jobJar());
  }

  @AfterAll
  static void stop() throws InterruptedException {
    cluster.close();
  }

  @Test
  @Order(1)
  void overview_afterStart_namesVersionAndTaskManagers() throws IOException {
    assertThat(rest.overview().version()).startsWith("2.");
    assertThat(rest.taskManagers()).containsExactly("taskmanager-1");
    assertThat(rest.jars()).containsExactly(jarId);
    for (int port :
        List.of(
            cluster.settings().jobManagerMetricsPort(),
            cluster.settings().taskManagerMetricsPorts().get(0))) {
      assertThat(metrics(port)).contains("flink_");
    }
  }

  @Test
  @Order(2)
  void run_unknownClass_saysWhichClass() {
    assertThatThrownBy(
            () ->
                rest.run(jarId, Submission.fresh(Submission.newJobId(), "no.such.Job", List.of())))
        .isInstanceOf(FlinkRestException.class)
        .hasMessageContaining("no.such.Job");
  }

  @Test
  @Order(3)
  void run_thenStopWithSavepoint_runsOnFromTheSavepoint() throws Exception {
    String first = Submission.newJobId();
    assertThat(rest.run(jarId, Submission.fresh(first, JOB_CLASS, List.of("counting", "rocksdb"))))
        .isEqualTo(first);
    await().atMost(Duration.ofSeconds(30)).until(() -> job(first).isRunning());
    assertThat(job(first).name()).isEqualTo("counting");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> rest.checkpoints(first).latest().isPresent());

    String savepoint =
        rest.stopWithSavepoint(
            first,
            Optional.of(cluster.settings().savepoints().toUri().toString()),
            Duration.ofSeconds(30));
    assertThat(Path.of(URI.create(savepoint)).resolve("_metadata")).exists();
    assertThat(job(first).isEnded()).isTrue();
    await() // the JobManager answers from a cache of a few seconds
        .atMost(Duration.ofSeconds(30))
        .until(() -> rest.checkpoints(first).savepoint().equals(Optional.of(savepoint)));
    assertThat(
            RetainedCheckpoints.newest(
                cluster.settings().checkpoints(), cluster.settings().savepoints(), List.of(first)))
        .contains(Path.of(URI.create(savepoint)));

    String second = restore(savepoint);
    await().atMost(Duration.ofSeconds(30)).until(() -> job(second).isRunning());
    assertThat(rest.checkpoints(second).restores()).isEqualTo(1);
    rest.cancel(second);
    await().atMost(Duration.ofSeconds(30)).until(() -> job(second).isEnded());
  }

  @Test
  @Order(4)
  void run_askingForRocksDb_sharesTheMemoryOfTheTaskManager() throws Exception {
    String id = Submission.newJobId();
    rest.run(jarId, Submission.fresh(id, JOB_CLASS, List.of("large", "rocksdb")));

    await().atMost(Duration.ofSeconds(30)).until(() -> rest.checkpoints(id).latest().isPresent());
    assertThat(directory.resolve("taskmanager-1.log"))
        .content()
        .contains("shareScope=TM, managed=false");
    rest.cancel(id);
    await().atMost(Duration.ofSeconds(30)).until(() -> job(id).isEnded());
  }

  @Test
  @Order(5)
  void killedTaskManager_comingBack_runsTheJobOn() throws Exception {
    String id = Submission.newJobId();
    rest.run(jarId, Submission.fresh(id, JOB_CLASS, List.of("survivor", "rocksdb")));
    await().atMost(Duration.ofSeconds(30)).until(() -> rest.checkpoints(id).latest().isPresent());

    cluster.kill("taskmanager-1");
    cluster.startTaskManager(1);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> rest.checkpoints(id).restores() > 0 && job(id).isRunning());
    assertThat(rest.failure(id)).isPresent();
  }

  @Test
  @Order(6)
  void killedJobManager_comingBack_takesTheJobFromItsRetainedCheckpoint() throws Exception {
    await() // it may fail once more while the TaskManager comes back
        .atMost(Duration.ofSeconds(60))
        .until(() -> rest.jobs().stream().anyMatch(FlinkJob::isRunning));
    String lost = rest.jobs().stream().filter(FlinkJob::isRunning).findFirst().orElseThrow().id();

    cluster.kill("jobmanager");
    cluster.kill("taskmanager-1");
    Path checkpoint =
        RetainedCheckpoints.latest(cluster.settings().checkpoints(), lost).orElseThrow();
    cluster.startJobManager();
    cluster.startTaskManager(1);
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> rest.overview().slotsFree() == 4);

    jarId = rest.upload(jobJar());
    String again = restore(checkpoint.toUri().toString());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> rest.checkpoints(again).latest().isPresent());
    assertThat(rest.checkpoints(again).restores()).isEqualTo(1);

    // From its first checkpoint on the new life needs nothing of the old one.
    RetainedCheckpoints.delete(cluster.settings().checkpoints(), lost);
    cluster.kill("taskmanager-1");
    cluster.startTaskManager(1);
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> rest.checkpoints(again).restores() > 1 && job(again).isRunning());
  }

  private static String restore(String path) throws IOException {
    return rest.run(
        jarId,
        new Submission(
            Submission.newJobId(),
            JOB_CLASS,
            List.of("counting", "rocksdb"),
            Optional.of(path),
            false));
  }

  private static FlinkJob job(String id) throws IOException {
    return rest.jobs().stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow();
  }

  private static String metrics(int port) throws IOException {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Path jobJar() throws IOException {
    Path jar = directory.resolve("counting-job.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Class<?> type : List.of(CountingJob.class, CountingJob.Count.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        entries.putNextEntry(new ZipEntry(name));
        try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(entries);
        }
        entries.closeEntry();
      }
    }
    return jar;
  }
}
