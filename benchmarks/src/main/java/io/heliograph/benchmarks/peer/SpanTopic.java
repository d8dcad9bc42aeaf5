/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.peer;

import io.heliograph.benchmarks.measure.ClickHouse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A topic that ClickHouse's Kafka engine first fills and then reads, in a database of its own with
 * a copy of the table of spans.
 */
public final class SpanTopic {
  /** As many rows in an insert as the engine takes by itself. */
  public static final int DEFAULT = 0;

  private static final int PARTITIONS = 4;

  private final ClickHouse clickHouse;
  private final String bootstrapServers;
  private final String topic;
  private final String database;
  private final String format;
  private final int rowsPerRecord;
  private final int rowsPerInsert;

  public SpanTopic(
      ClickHouse clickHouse,
      String bootstrapServers,
      String topic,
      String database,
      String format,
      int rowsPerRecord,
      int rowsPerInsert) {
    this.clickHouse = clickHouse;
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.database = database;
    this.format = format;
    this.rowsPerRecord = rowsPerRecord;
    this.rowsPerInsert = rowsPerInsert;
  }

  /** The table that the spans end in, with its database. */
  public String stored() {
    return database + ".otel_traces";
  }

  /** Makes topic and tables anew, with the columns of a table of spans. */
  public void create(String source) throws IOException, InterruptedException, ExecutionException {
    drop();
    try (Admin admin = admin()) {
      NewTopic made =
          new NewTopic(topic, PARTITIONS, (short) 1)
              .configs(Map.of("retention.ms", "3600000", "max.message.bytes", "8388608"));
      admin.createTopics(List.of(made)).all().get();
    }
    clickHouse.execute("CREATE DATABASE " + database);
    clickHouse.execute("CREATE TABLE " + stored() + " AS " + source);
    String[] name = source.split("\\.", 2);
    String columns =
        String.join(
            ", ",
            clickHouse.lines(
                "SELECT '`' || name || '` ' || type FROM system.columns WHERE database = '%s' AND table = '%s' AND default_kind = '' ORDER BY position FORMAT TSVRaw"
                    .formatted(name[0], name[1])));
    clickHouse.execute(
        """
        CREATE TABLE %s.queue (%s) ENGINE = Kafka
        SETTINGS kafka_broker_list = '%s', kafka_topic_list = '%s', kafka_group_name = '%s',
          kafka_format = '%s', kafka_max_rows_per_message = %d, kafka_num_consumers = 1%s
        """
            .formatted(
                database,
                columns,
                bootstrapServers,
                topic,
                topic,
                format,
                rowsPerRecord,
                rowsPerInsert == DEFAULT ? "" : ", kafka_max_block_size = " + rowsPerInsert));
  }

  /**
   * Writes the newest spans of a table to the topic, in the order in which they started, as they
   * would have come. Answers how many.
   */
  public long fill(String source, long limit) throws IOException, InterruptedException {
    long last = clickHouse.number("SELECT toUnixTimestamp(max(Timestamp)) FROM " + source);
    long filled = 0;
    for (long second = last; filled < limit && second > last - 600; second--) {
      String range =
          " FROM %s WHERE Timestamp >= toDateTime64(%d, 9) AND Timestamp < toDateTime64(%d, 9)"
              .formatted(source, second, second + 1);
      long rows = clickHouse.number("SELECT count()" + range);
      if (rows > 0) {
        clickHouse.execute(
            "INSERT INTO " + database + ".queue SELECT *" + range + " ORDER BY Timestamp",
            "max_threads=1",
            "max_insert_threads=1",
            // a block becomes a record where the format writes blocks
            "max_block_size=" + Math.max(512, rowsPerRecord),
            "min_insert_block_size_rows=0",
            "min_insert_block_size_bytes=0");
        filled += rows;
      }
    }
    if (filled == 0) {
      throw new IOException(source + " holds no spans of the last minutes to compare with");
    }
    return filled;
  }

  /** From now on what is in the topic is stored. */
  public void consume() throws IOException, InterruptedException {
    clickHouse.execute(
        "CREATE MATERIALIZED VIEW %s.reader TO %s AS SELECT * FROM %s.queue"
            .formatted(database, stored(), database));
  }

  /** Removes all of it, if it is there. */
  public void drop() throws IOException, InterruptedException, ExecutionException {
    clickHouse.execute("DROP DATABASE IF EXISTS " + database + " SYNC");
    try (Admin admin = admin()) {
      if (admin.listTopics().names().get().contains(topic)) {
        admin.deleteTopics(List.of(topic)).all().get();
      }
    }
  }

  private Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }
}
