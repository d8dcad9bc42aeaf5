/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Refusal;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceJsonTest {
  @Test
  void read_contractsExample_allFields() throws Exception {
    assertThat(
            read(
                "{\"host\":\"10.0.0.7\",\"port\":8080,\"protocol\":\"grpc\",\"version\":\"1.4.2\","
                    + "\"group\":\"blue\",\"lane\":\"\",\"weight\":100,\"warmupSeconds\":0,"
                    + "\"leaseSeconds\":10,\"location\":{\"city\":\"sh\",\"center\":\"sh-1\","
                    + "\"room\":\"a\"},\"tags\":{\"tier\":\"gold\"},\"metadata\":{}}"))
        .isEqualTo(
            new Instance(
                "orders-1",
                "10.0.0.7",
                8080,
                "grpc",
                "1.4.2",
                "blue",
                "",
                100,
                0,
                10,
                new Location("sh", "sh-1", "a"),
                Map.of("tier", "gold"),
                Map.of()));
  }

  @Test
  void read_hostAndPort_areEnough() throws Exception {
    assertThat(read("{\"host\":\"h\",\"port\":1}"))
        .isEqualTo(
            new Instance(
                "orders-1",
                "h",
                1,
                "",
                "",
                "",
                "",
                100,
                0,
                10,
                Location.UNKNOWN,
                Map.of(),
                Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"none\"}",
        "{\"type\":\"tcp\",\"port\":81}",
        "{\"type\":\"http\",\"path\":\"/healthz?full=1\",\"port\":8081}",
        "{\"type\":\"grpc\",\"service\":\"shop.Orders\"}"
      })
  void probe_written_asItWasRead(String probe) throws Exception {
    byte[] body = "{\"host\":\"h\",\"port\":1,\"probe\":%s}".formatted(probe).getBytes(UTF_8);
    Instance read = InstanceJson.read("orders-1", body);
    byte[] written = JsonBody.object(out -> InstanceJson.writeFields(out, read));

    assertThat(new String(written, UTF_8)).contains("\"probe\":" + probe);
    assertThat(InstanceJson.read("orders-1", written)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                            | body is no JSON",
        "[]                                            | body is no JSON object",
        "{\"host\":                                    | body is no JSON",
        "{\"host\":\"h\",\"port\":1} x                  | body is no JSON",
        "{\"host\":\"h\",\"host\":\"i\",\"port\":1}     | body is no JSON: Duplicate field 'host'",
        "{\"port\":1}                                  | host is missing",
        "{\"host\":\"h\"}                              | port is missing",
        "{\"host\":\"h\",\"port\":0}                   | port is 0: give 1 to 65535",
        "{\"host\":\"h\",\"port\":65536}               | port is 65536: give 1 to 65535",
        "{\"host\":\"h\",\"port\":99999999999}         | port is out of range",
        "{\"host\":\"h\",\"port\":\"80\"}              | port is a string: give a whole number",
        "{\"host\":\"h\",\"port\":1.5}                 | port is a number: give a whole number",
        "{\"host\":7,\"port\":1}                       | host is a number: give a string",
        "{\"host\":\" \",\"port\":1}                   | host is ' ': give an address",
        "{\"host\":\"h\",\"port\":1,\"prot\":\"x\"}    | prot is unknown: there are group, host",
        "{\"host\":\"h\",\"port\":1,\"id\":\"other\"}  | id is 'other', and 'orders-1' in the path",
        "{\"host\":\"h\",\"port\":1,\"weight\":-1}     | weight is -1: give 0 to 10000",
        "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":0} | leaseSeconds is 0: give 1 to 3600",
        "{\"host\":\"h\",\"port\":1,\"tags\":\"\"}      | tags is a string: give an object",
        "{\"host\":\"h\",\"port\":1,\"tags\":{\"a\":1}} | tags.a is a number: give a string",
        "{\"host\":\"h\",\"port\":1,\"location\":{\"town\":\"x\"}} | location.town is unknown",
        "{\"host\":\"h\",\"port\":1,\"probe\":\"tcp\"} | probe is a string: give an object",
        "{\"host\":\"h\",\"port\":1,\"probe\":{\"type\":\"ping\"}} | probe.type is 'ping': give"
            + " none, tcp, http or grpc",
        "{\"host\":\"h\",\"port\":1,\"probe\":{\"url\":\"/\"}} | probe.url is unknown: there are"
            + " path, port",
        "{\"host\":\"h\",\"port\":1,\"probe\":{\"type\":\"tcp\",\"port\":65536}} | probe.port is"
            + " 65536: give 0 to 65535",
        "{\"host\":\"h\",\"port\":1,\"probe\":{\"port\":81}} | probe.port is given, but no"
            + " probe.type",
        "{\"host\":\"h\",\"port\":1,\"probe\":{\"type\":\"tcp\",\"path\":\"/\"}} | probe.path is of"
            + " type http only",
        "{\"host\":\"h\",\"port\":1,\"probe\":{\"type\":\"http\",\"service\":\"s\"}} |"
            + " probe.service is of type grpc only",
        "{\"host\":\"h\",\"port\":1,\"probe\":{\"type\":\"http\",\"path\":\"x\"}} | probe.path has"
            + " 1 characters: give / and",
        "{\"host\":\"h\",\"port\":1,\"probe\":{\"type\":\"http\",\"path\":\"/ \"}} | probe.path has"
            + " 2 characters",
        "{\"host\":\"h\",\"port\":1,\"probe\":{\"type\":\"http\",\"path\":\"/\\r"
            + "\\n"
            + "Host: x\"}} | probe.path has 10 characters",
        "{\"host\":\"h\",\"port\":1,\"tags\":{\"a\":{\"b\":{\"c\":{}}}}} | body is no JSON"
      })
  void read_bad_namesTheFieldAndTheLimit(String body, String message) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith(message.strip());
  }

  @Test
  void read_tooMuch_isRefused() {
    String tags =
        IntStream.range(0, 65)
            .mapToObj(i -> "\"k" + i + "\":\"v\"")
            .collect(Collectors.joining(","));
    assertThatThrownBy(() -> read("{\"host\":\"h\",\"port\":1,\"tags\":{" + tags + "}}"))
        .hasMessage("tags has 65 entries: give at most 64");
    assertThatThrownBy(() -> read("{\"host\":\"" + "h".repeat(10_000) + "\",\"port\":1}"))
        .hasMessage("host has 10,000 characters: give at most 255");
    assertThatThrownBy(
            () ->
                read(
                    "{\"host\":\"h\",\"port\":1,\"metadata\":{\"a\":\""
                        + "x".repeat(1_025)
                        + "\"}}"))
        .hasMessage("metadata.a has 1,025 characters: give at most 1,024");
    String large =
        IntStream.range(0, 20)
            .mapToObj(i -> "\"k" + i + "\":\"" + "v".repeat(1_000) + "\"")
            .collect(Collectors.joining(","));
    assertThatThrownBy(() -> read("{\"host\":\"h\",\"port\":1,\"metadata\":{" + large + "}}"))
        .hasMessageStartingWith("metadata and tags have 20,0");
  }

  private static Instance read(String body) throws Refusal {
    return InstanceJson.read("orders-1", body.getBytes(UTF_8));
  }
}
