/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import io.heliograph.sinks.ClickHouseConnection;
import java.time.Duration;

/**
 * What every job needs to know. Settings of one job are a record of that job, read from the same
 * {@link JobOptions}.
 */
public record JobSettings(
    String kafka,
    String clickHouse,
    String clickHouseDatabase,
    String clickHouseUser,
    String clickHousePassword,
    int parallelism,
    Duration checkpointInterval,
    int sinkMaxRows,
    int sinkMaxBytes) {

  /** Declares and reads the options that all jobs share. */
  public static JobSettings read(JobOptions options) {
    return new JobSettings(
        options.text("kafka", "bootstrap servers", "127.0.0.1:9092"),
        url(options),
        options.text("clickhouse-database", "database of the tables", "heliograph"),
        options.text("clickhouse-user", "user of ClickHouse", "default"),
        options.secret("clickhouse-password", "password of that user", ""),
        (int) options.number("parallelism", "subtasks per operator", 2, 1, 1024),
        options.millis(
            "checkpoint-interval-ms",
            "how often a checkpoint starts; rows become visible with it",
            Duration.ofMillis(1_500),
            Duration.ofMillis(100),
            Duration.ofMinutes(10)),
        (int) options.number("sink-max-rows", "rows of one insert", 1_000_000, 1, 10_000_000),
        (int)
            options.number(
                "sink-max-bytes",
                "bytes of one insert, uncompressed",
                128 << 20,
                1 << 16,
                1 << 30));
  }

  /** Where the tables are. */
  public ClickHouseConnection connection() {
    return ClickHouseConnection.of(
        clickHouse, clickHouseDatabase, clickHouseUser, clickHousePassword);
  }

  private static String url(JobOptions options) {
    String url = options.text("clickhouse", "URL of its HTTP interface", "http://127.0.0.1:8123");
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      options.problem("clickhouse", url, "must be an http:// or https:// URL");
    }
    return url;
  }

  @Override
  public String toString() {
    return "JobSettings[kafka=%s, clickHouse=%s/%s, parallelism=%d, checkpointInterval=%s]"
        .formatted(kafka, clickHouse, clickHouseDatabase, parallelism, checkpointInterval);
  }
}
