/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the guarantee rests on, asked of a real server. */
class HttpInsertClientTest {
  private static final TableSchema SCHEMA = TableSchema.of("t", "n", "UInt64");

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private final HttpInsertClient client = client(CLICKHOUSE.url(), CLICKHOUSE.database(), "");

  private static HttpInsertClient client(String url, String database, String password) {
    return new HttpInsertClient(
        ClickHouseConnection.of(url, database, "default", password), Duration.ofSeconds(30));
  }

  @AfterEach
  void dropTables() {
    for (String table : List.of("view_of_t", "other", "t")) {
      CLICKHOUSE.query("DROP TABLE IF EXISTS " + table + " SYNC");
    }
  }

  private static void create(String more) {
    CLICKHOUSE.query(
        "CREATE TABLE t (n UInt64) ENGINE = MergeTree ORDER BY n "
            + more
            + " SETTINGS non_replicated_deduplication_window = 1000");
  }

  private static InsertRequest rows(String token, int blocks, int rowsPerBlock) throws IOException {
    NativeBlock block = new NativeBlock(SCHEMA);
    OpenInsert insert = new OpenInsert(new Bytes(16));
    for (int b = 0, n = 0; b < blocks; b++) {
      for (int r = 0; r < rowsPerBlock; r++) {
        block.append(n++);
      }
      insert.append(block);
    }
    return InsertRequest.of(insert.freeze(SCHEMA, token, new Provenance(List.of(), new byte[0])));
  }

  @Test
  void insert_ofManyBlocks_isOnePart() throws Exception {
    create("");
    CLICKHOUSE.query("SYSTEM STOP MERGES t");

    client.insert(rows("one", 40, 50_000));

    assertThat(CLICKHOUSE.query("SELECT count() FROM t").strip()).isEqualTo("2000000");
    assertThat(
            CLICKHOUSE
                .query(
                    "SELECT count() FROM system.parts WHERE database = currentDatabase() AND table"
                        + " = 't' AND active")
                .strip())
        .isEqualTo("1");
  }

  @Test
  void insert_repeated_isDropped() throws Exception {
    create("PARTITION BY n % 7");
    InsertRequest insert = rows("same", 3, 100);

    client.insert(insert);
    client.insert(insert);
    client.insert(insert);

    assertThat(CLICKHOUSE.query("SELECT count() FROM t").strip()).isEqualTo("300");
  }

  @Test
  void insert_ofEqualRowsUnderOtherTokens_isKept() throws Exception {
    create("");

    client.insert(rows("first", 1, 100));
    client.insert(rows("second", 1, 100));

    assertThat(CLICKHOUSE.query("SELECT count() FROM t").strip()).isEqualTo("200");
  }

  @Test
  void insert_intoThousandPartitions_isTaken() throws Exception {
    create("PARTITION BY n");

    client.insert(rows("many", 1, 1_000));

    assertThat(CLICKHOUSE.query("SELECT count() FROM t").strip()).isEqualTo("1000");
  }

  @Test
  void insert_thatFailedInItsView_reachesTheViewWhenRepeated() throws Exception {
    create("");
    CLICKHOUSE.query(
        "CREATE TABLE other (n UInt64, CONSTRAINT c CHECK n != 7) ENGINE = MergeTree ORDER BY n"
            + " SETTINGS non_replicated_deduplication_window = 1000");
    CLICKHOUSE.query("CREATE MATERIALIZED VIEW view_of_t TO other AS SELECT n FROM t");
    InsertRequest insert = rows("viewed", 2, 10);

    assertThatThrownBy(() -> client.insert(insert)).isInstanceOf(RefusedException.class);
    CLICKHOUSE.query("ALTER TABLE other DROP CONSTRAINT c");
    client.insert(insert);
    client.insert(insert);

    assertThat(CLICKHOUSE.rows("SELECT (SELECT count() FROM t), (SELECT count() FROM other)"))
        .containsExactly(List.of("20", "20"));
  }

  @Test
  void insert_violatingAConstraint_isPoison() throws Exception {
    create("");
    CLICKHOUSE.query("ALTER TABLE t ADD CONSTRAINT c CHECK n != 7");

    RefusedException refused = refused(client, rows("poison", 1, 10));

    assertThat(refused.code()).isEqualTo(469);
    assertThat(Failure.of(refused)).isEqualTo(Failure.POISON);
    assertThat(CLICKHOUSE.query("SELECT count() FROM t").strip()).isEqualTo("0");
  }

  @Test
  void insert_intoMissingTableOrColumnOrDatabase_isFatal() throws Exception {
    InsertRequest insert = rows("missing", 1, 10);
    assertThat(Failure.of(refused(client, insert))).isEqualTo(Failure.FATAL);
    assertThat(Failure.of(refused(client(CLICKHOUSE.url(), "nowhere", ""), insert)))
        .isEqualTo(Failure.FATAL);

    CLICKHOUSE.query("CREATE TABLE t (other UInt64) ENGINE = MergeTree ORDER BY other");
    assertThat(Failure.of(refused(client, insert))).isEqualTo(Failure.FATAL);
  }

  @Test
  void insert_withWrongPassword_isFatal() throws Exception {
    create("");

    RefusedException refused =
        refused(client(CLICKHOUSE.url(), CLICKHOUSE.database(), "wrong"), rows("p", 1, 1));

    assertThat(Failure.of(refused)).isEqualTo(Failure.FATAL);
  }

  @Test
  void insert_withoutServer_isRetryable() throws Exception {
    HttpInsertClient nobody = client("http://127.0.0.1:1", "default", "");
    InsertRequest insert = rows("lost", 1, 1);

    IOException failure = catchThrowableOfType(IOException.class, () -> nobody.insert(insert));

    assertThat(Failure.of(failure)).isEqualTo(Failure.RETRYABLE);
  }

  private static RefusedException refused(HttpInsertClient client, InsertRequest insert) {
    return catchThrowableOfType(RefusedException.class, () -> client.insert(insert));
  }
}
