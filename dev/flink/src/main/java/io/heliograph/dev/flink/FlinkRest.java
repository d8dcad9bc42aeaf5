/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Talks to the REST endpoint of a JobManager, any Flink 2 cluster's. Every method asks once: an
 * {@link IOException} means that there was no answer, a {@link FlinkRestException} that the answer
 * was no. Safe for use by several threads.
 */
public final class FlinkRest {
  private static final Duration QUICK = Duration.ofSeconds(10);
  // The JobManager runs the job's main method before it answers.
  private static final Duration SUBMISSION = Duration.ofMinutes(2);

  private final RestCalls calls;

  /**
   * @param address {@code host:port} or an http(s) URL
   */
  public FlinkRest(String address) {
    this.calls = new RestCalls(address);
  }

  /** How many TaskManagers and slots there are. */
  public ClusterOverview overview() throws IOException {
    JsonNode node = calls.get("/overview", QUICK);
    return new ClusterOverview(
        node.path("taskmanagers").asInt(),
        node.path("slots-total").asInt(),
        node.path("slots-available").asInt(),
        node.path("flink-version").asText());
  }

  /** The ids of the registered TaskManagers. */
  public List<String> taskManagers() throws IOException {
    List<String> ids = new ArrayList<>();
    calls
        .get("/taskmanagers", QUICK)
        .path("taskmanagers")
        .forEach(n -> ids.add(n.path("id").asText()));
    return ids;
  }

  /** Every job the JobManager remembers, also ended ones. */
  public List<FlinkJob> jobs() throws IOException {
    List<FlinkJob> jobs = new ArrayList<>();
    for (JsonNode node : calls.get("/jobs/overview", QUICK).path("jobs")) {
      JsonNode tasks = node.path("tasks");
      jobs.add(
          new FlinkJob(
              node.path("jid").asText(),
              node.path("name").asText(),
              node.path("state").asText(),
              node.path("start-time").asLong(),
              tasks.path("running").asInt(),
              tasks.path("total").asInt()));
    }
    return jobs;
  }

  /** What is known of a job's checkpoints; as of some seconds ago, since Flink caches it. */
  public CheckpointStatistics checkpoints(String jobId) throws IOException {
    JsonNode node = calls.get("/jobs/" + jobId + "/checkpoints", QUICK);
    JsonNode counts = node.path("counts");
    JsonNode latest = node.path("latest").path("completed");
    JsonNode savepoint = node.path("latest").path("savepoint");
    return new CheckpointStatistics(
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        counts.path("restored").asLong(),
        latest.isObject()
            ? Optional.of(
                new CheckpointStatistics.Completed(
                    latest.path("id").asLong(),
                    latest.path("external_path").asText(),
                    latest.path("latest_ack_timestamp").asLong(),
                    latest.path("end_to_end_duration").asLong(),
                    latest.path("state_size").asLong()))
            : Optional.empty(),
        savepoint.isObject()
            ? Optional.of(savepoint.path("external_path").asText())
            : Optional.empty());
  }

  /** Why a job last failed or restarted: the first line of the root exception. */
  public Optional<String> failure(String jobId) throws IOException {
    JsonNode entries =
        calls
            .get("/jobs/" + jobId + "/exceptions?maxExceptions=1", QUICK)
            .path("exceptionHistory")
            .path("entries");
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(RootCause.of(entries.get(0).path("stacktrace").asText()));
  }

  /** The ids of the jars that were uploaded and are still there. */
  public List<String> jars() throws IOException {
    List<String> ids = new ArrayList<>();
    calls.get("/jars", QUICK).path("files").forEach(node -> ids.add(node.path("id").asText()));
    return ids;
  }

  /** Uploads a jar; the answer is its id. */
  public String upload(Path jar) throws IOException {
    String stored =
        calls.upload("/jars/upload", "jarfile", jar, SUBMISSION).path("filename").asText();
    return stored.substring(stored.replace('\\', '/').lastIndexOf('/') + 1);
  }

  /** Runs the main method of an uploaded jar, which submits the job; the answer is the job's id. */
  public String run(String jarId, Submission submission) throws IOException {
    ObjectNode body = calls.object();
    body.put("jobId", submission.jobId());
    body.put("entryClass", submission.mainClass());
    submission.arguments().forEach(body.putArray("programArgsList")::add);
    submission.restoreFrom().ifPresent(path -> body.put("savepointPath", path));
    if (submission.restoreFrom().isPresent()) {
      body.put("claimMode", "NO_CLAIM");
      body.put("allowNonRestoredState", submission.allowNonRestoredState());
    }
    return calls.post("/jars/" + jarId + "/run", body, SUBMISSION).path("jobid").asText();
  }

  /**
   * Stops a job: its sources end, a savepoint is taken, its sinks commit. Timers do not fire early,
   * so that the savepoint carries on exactly where the job was.
   *
   * @param directory where the savepoint goes, as a URI; else where the cluster is set to put it
   * @return where the savepoint lies
   * @throws FlinkRestException if the savepoint failed; the job then runs on
   */
  public String stopWithSavepoint(String jobId, Optional<String> directory, Duration timeout)
      throws IOException, InterruptedException {
    ObjectNode body = calls.object();
    directory.ifPresent(target -> body.put("targetDirectory", target));
    body.put("drain", false);
    body.put("formatType", "NATIVE");
    String trigger =
        calls.post("/jobs/" + jobId + "/stop", body, QUICK).path("request-id").asText();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode answer = calls.get("/jobs/" + jobId + "/savepoints/" + trigger, QUICK);
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode operation = answer.path("operation");
        if (operation.has("failure-cause")) {
          throw new FlinkRestException(
              200, RootCause.of(operation.path("failure-cause").path("stack-trace").asText()));
        }
        return operation.path("location").asText();
      }
      Thread.sleep(100);
    }
    throw new IOException(
        String.format(
            Locale.ROOT, "no savepoint of job %s within %d s", jobId, timeout.toSeconds()));
  }

  /** Cancels a job. Its retained checkpoints stay. */
  public void cancel(String jobId) throws IOException {
    calls.patch("/jobs/" + jobId + "?mode=cancel", QUICK);
  }

  /**
   * The sum of a metric over all subtasks of all vertices of a job, by the end of its name, for
   * example {@code pendingRecords}: the lag of its Kafka sources as they see it. Empty as long as
   * no task reports it.
   */
  public OptionalLong sumOfMetric(String jobId, String name) throws IOException {
    long sum = 0;
    boolean found = false;
    for (JsonNode vertex : calls.get("/jobs/" + jobId, QUICK).path("vertices")) {
      String path =
          "/jobs/" + jobId + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
      List<String> ids = new ArrayList<>();
      for (JsonNode metric : calls.get(path, QUICK)) {
        String id = metric.path("id").asText();
        if (id.equals(name) || id.endsWith("." + name)) {
          ids.add(id);
        }
      }
      if (ids.isEmpty()) {
        continue;
      }
      String query = RestCalls.encode(String.join(",", ids));
      for (JsonNode metric : calls.get(path + "?agg=sum&get=" + query, QUICK)) {
        sum += metric.path("sum").asLong();
        found = true;
      }
    }
    return found ? OptionalLong.of(sum) : OptionalLong.empty();
  }
}
