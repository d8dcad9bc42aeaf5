/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClickHouseSinkBuilderTest {

  private record NoEncoder() implements RowEncoder<String> {
    @Override
    public List<TableSchema> tables() {
      return List.of(Fixtures.ORDERS);
    }

    @Override
    public void encode(String element, Blocks out) {}
  }

  private static ClickHouseSinkBuilder<String> valid() {
    return ClickHouseSink.<String>builder()
        .id("orders")
        .encoder(new NoEncoder())
        .connection(ClickHouseConnection.of("http://127.0.0.1:8123", "default", "default", ""));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("id 'a b'", b -> b.id("a b")),
        mistake("maxRows is 0", b -> b.maxRows(0)),
        mistake("maxBytes is 1", b -> b.maxBytes(1)),
        mistake("maxPendingBytes is 2147483648", b -> b.maxPendingBytes(1L << 31)),
        mistake("inserts is 65", b -> b.inserts(65)),
        mistake("timeout in ms is 0", b -> b.timeout(Duration.ZERO)),
        mistake(
            "longest backoff in ms is 5, must be from 10",
            b -> b.backoff(Duration.ofMillis(10), Duration.ofMillis(5))),
        mistake("maxPoisonRows is -1", b -> b.maxPoisonRows(-1)));
  }

  private static Arguments mistake(String message, Consumer<ClickHouseSinkBuilder<String>> set) {
    return Arguments.of(message, set);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void build_withAMistake_namesIt(String message, Consumer<ClickHouseSinkBuilder<String>> set) {
    ClickHouseSinkBuilder<String> builder = valid();
    set.accept(builder);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void build_withTheDefaults_canBeSentToACluster() {
    assertThatCode(() -> InstantiationUtil.clone(valid().build())).doesNotThrowAnyException();
  }

  @Test
  void connection_withoutHttp_isRefused() {
    assertThatThrownBy(() -> ClickHouseConnection.of("localhost:8123", "d", "u", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://");
  }
}
