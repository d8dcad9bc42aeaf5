/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every column type, as a real ClickHouse reads it, and as our own reader does. */
class NativeRoundTripTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private final HttpInsertClient client =
      new HttpInsertClient(
          ClickHouseConnection.of(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", ""),
          Duration.ofSeconds(30));

  @AfterEach
  void dropTable() {
    CLICKHOUSE.query("DROP TABLE IF EXISTS t SYNC");
  }

  static Stream<Arguments> types() {
    Map<String, String> attributes = Map.of("http.method", "GET");
    return Stream.of(
        type("Int8", "-128|0|127", -128, null, 127),
        type("Int16", "-32768|32767", -32768, 32767),
        type("Int32", "-2147483648|2147483647", Integer.MIN_VALUE, Integer.MAX_VALUE),
        type("Int64", "-9223372036854775808|1", Long.MIN_VALUE, 1),
        type("UInt8", "0|255", 0, 255),
        type("UInt16", "65535", 65535),
        type("UInt32", "4294967295", 0xFFFFFFFFL),
        type("UInt64", "18446744073709551615|0", -1L, 0L),
        type("Bool", "true|false", true, false),
        type("Float32", "1.5|-0.25", 1.5, -0.25),
        type("Float64", "3.141592653589793|0", Math.PI, null),
        type("Date", "2026-11-23", Instant.parse("2026-11-23T04:05:06Z")),
        type("DateTime", "2026-11-23 04:05:06", Instant.parse("2026-11-23T04:05:06Z")),
        type("DateTime('UTC')", "2026-11-23 04:05:06", Instant.parse("2026-11-23T04:05:06Z")),
        type("DateTime64(3)", "2026-11-23 04:05:06.789", Instant.parse("2026-11-23T04:05:06.789Z")),
        type(
            "DateTime64(9)",
            "1969-12-31 23:59:59.000000001|2026-11-23 04:05:06.123456789",
            Instant.parse("1969-12-31T23:59:59.000000001Z"),
            Instant.parse("2026-11-23T04:05:06.123456789Z")),
        type(
            "String",
            "||a|Grüße 你好|" + "x".repeat(300),
            "",
            null,
            "a",
            "Grüße 你好",
            "x".repeat(300)),
        type("FixedString(4)", "abcd", "abcd"),
        type("LowCardinality(String)", "a|b||a", "a", "b", null, "a"),
        type("Array(Int32)", "[]|[1,2]|[3]", List.of(), List.of(1, 2), List.of(3)),
        type("Array(Float64)", "[0.5]", List.of(0.5)),
        type("Array(String)", "['a','']|[]", List.of("a", ""), null),
        type(
            "Array(Array(UInt8))",
            "[[1],[]]|[[2,3]]",
            List.of(List.of(1), List.of()),
            List.of(List.of(2, 3))),
        type(
            "Array(LowCardinality(String))", "[]|['x','y','x']", List.of(), List.of("x", "y", "x")),
        type("Array(Int64)", "[-1,2]|[]|[3]", new long[] {-1, 2}, new short[] {}, new short[] {3}),
        type(
            "Tuple(Array(Int16), Array(Int64))",
            "([-7,8],[1,-2])|([],[])|([3],[4])",
            List.of(new short[] {-7, 8}, new long[] {1, -2}),
            null,
            List.of(List.of(3), List.of(4))),
        type(
            "Tuple(LowCardinality(String), DateTime64(3, 'UTC'), UInt8)",
            "('a','1970-01-01 00:00:00.007',1)|('','1970-01-01 00:00:00.000',0)",
            List.of("a", 7, 1),
            null),
        type("Array(DateTime64(9))", "['1970-01-01 00:00:00.000000007']", List.of(7L)),
        type("Map(String, String)", "{'http.method':'GET'}|{}", attributes, Map.of()),
        type(
            "Map(LowCardinality(String), String)",
            "{}|{'http.method':'GET'}",
            Map.of(),
            attributes),
        type(
            "Map(LowCardinality(String), LowCardinality(String))",
            "{'http.method':'GET'}",
            attributes),
        type(
            "Array(Map(LowCardinality(String), String))",
            "[{'http.method':'GET'},{}]|[]|[{}]",
            List.of(attributes, Map.of()),
            List.of(),
            List.of(Map.of())));
  }

  private static Arguments type(String type, String expected, Object... values) {
    return Arguments.of(type, expected, Arrays.asList(values));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void insert_ofType_isWhatTheServerReads(String type, String expected, List<Object> values)
      throws Exception {
    CLICKHOUSE.query("CREATE TABLE t (n UInt64, v " + type + ") ENGINE = MergeTree ORDER BY n");

    client.insert(InsertRequest.of(schema(type), "", rows(values)));

    String stored =
        CLICKHOUSE.query(
            "SELECT arrayStringConcat(groupArray(toString(v)), '|') FROM (SELECT v FROM t ORDER BY"
                + " n)");
    assertThat(unescaped(stored)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void read_ofOwnBlock_givesItsValuesBack(String type, String expected, List<Object> values)
      throws Exception {
    byte[] block = block(schema(type), rows(values));

    NativeBlock.Decoded decoded = NativeBlock.read("t", new NativeInput(block, 0, block.length));

    assertThat(block(decoded.schema(), decoded.rows())).isEqualTo(block);
  }

  @Test
  void insert_oneRowOfDefaults_isWholeAndEmpty() throws Exception {
    CLICKHOUSE.query(
        "CREATE TABLE t (n UInt64, v Array(LowCardinality(String)), m Map(LowCardinality(String),"
            + " String)) ENGINE = MergeTree ORDER BY n");
    TableSchema schema =
        TableSchema.of(
            "t",
            "n",
            "UInt64",
            "v",
            "Array(LowCardinality(String))",
            "m",
            "Map(LowCardinality(String), String)");

    client.insert(InsertRequest.of(schema, "", List.<Object[]>of(new Object[3])));

    assertThat(CLICKHOUSE.rows("SELECT * FROM t")).containsExactly(List.of("0", "[]", "{}"));
  }

  @Test
  void insert_ofLargeDictionaries_widensTheIndexes() throws Exception {
    CLICKHOUSE.query(
        "CREATE TABLE t (n UInt64, v LowCardinality(String)) ENGINE = MergeTree ORDER BY n");
    for (int distinct : new int[] {256, 257, 65_536, 65_537}) {
      List<Object> values =
          IntStream.range(0, distinct + 10).mapToObj(i -> (Object) ("v" + i % distinct)).toList();

      client.insert(InsertRequest.of(schema("LowCardinality(String)"), "", rows(values)));

      assertThat(
              CLICKHOUSE.rows(
                  "SELECT count(), uniqExact(v), countIf(v != 'v' || toString(n % "
                      + distinct
                      + ")) FROM t"))
          .containsExactly(
              List.of(Integer.toString(distinct + 10), Integer.toString(distinct), "0"));
      CLICKHOUSE.query("TRUNCATE TABLE t SYNC");
    }
  }

  private static TableSchema schema(String type) {
    return TableSchema.of("t", "n", "UInt64", "v", type);
  }

  private static List<Object[]> rows(List<Object> values) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      rows.add(new Object[] {i, values.get(i)});
    }
    return rows;
  }

  private static byte[] block(TableSchema schema, List<Object[]> rows) throws IOException {
    NativeBlock block = new NativeBlock(schema);
    rows.forEach(block::append);
    Bytes bytes = new Bytes(16);
    block.writeTo(bytes);
    return bytes.toArray();
  }

  private static String unescaped(String tsv) {
    return tsv.strip().replace("\\'", "'");
  }
}
