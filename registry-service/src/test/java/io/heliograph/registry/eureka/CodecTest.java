/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.netflix.appinfo.AmazonInfo;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.LeaseInfo;
import com.netflix.appinfo.MyDataCenterInfo;
import com.netflix.discovery.converters.wrappers.CodecWrappers;
import com.netflix.discovery.converters.wrappers.CodecWrappers.LegacyJacksonJson;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Probe;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.rules.ServiceRules;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Netflix's codec writes is read here, and what is written here Netflix's codec reads. */
class CodecTest {
  private static final long NOW = 1_790_000_000_000L;
  private static final String MINIMAL =
      "\"app\":\"ORDERS\",\"hostName\":\"h\",\"ipAddr\":\"1.2.3.4\",\"port\":{\"$\":80,"
          + "\"@enabled\":\"true\"},\"dataCenterInfo\":{\"name\":\"MyOwn\"}";

  @Test
  void instance_thereAndBack_isTheSame() throws Exception {
    InstanceInfo told =
        full()
            .setMetadata(
                new HashMap<>(
                    Map.of(
                        "version",
                        "1.4.2",
                        "group",
                        "blue",
                        "lane",
                        "gray",
                        "weight",
                        "50",
                        "warmupSeconds",
                        "30",
                        "city",
                        "sh",
                        "zone",
                        "sh-1",
                        "room",
                        "a",
                        "tags.tier",
                        "gold",
                        "mine",
                        "ü\n\"")))
            .build();

    Instance read = read(told);

    assertThat(read.id()).isEqualTo("orders-1");
    assertThat(read.host()).isEqualTo("orders.local");
    assertThat(read.port()).isEqualTo(8080);
    assertThat(read.protocol()).isEqualTo("http");
    assertThat(read.version()).isEqualTo("1.4.2");
    assertThat(read.group()).isEqualTo("blue");
    assertThat(read.lane()).isEqualTo("gray");
    assertThat(read.weight()).isEqualTo(50);
    assertThat(read.warmupSeconds()).isEqualTo(30);
    assertThat(read.leaseSeconds()).isEqualTo(9);
    assertThat(read.location()).isEqualTo(new Location("sh", "sh-1", "a"));
    assertThat(read.tags()).isEqualTo(Map.of("tier", "gold"));
    assertSame(written(read), told);
  }

  @Test
  void metadataProbe_withTheHealthCheckUrl_isTheProbe() throws Exception {
    InstanceInfo.Builder told =
        full().setHealthCheckUrls("/health", "http://10.9.9.9:8081/actuator/health?a=1", null);
    assertThat(read(told.build()).probe()).isEqualTo(Probe.UNSET); // the URL alone asks for none

    told.setMetadata(Map.of("probe", "http"));
    assertThat(read(told.build()).probe())
        .isEqualTo(new Probe(Probe.Type.HTTP, "/actuator/health?a=1", 8081, ""));

    told.setMetadata(Map.of("probe", "http", "probe.path", "/ok", "probe.port", "9"));
    assertThat(read(told.build()).probe()).isEqualTo(new Probe(Probe.Type.HTTP, "/ok", 9, ""));

    told.setMetadata(Map.of("probe", "grpc", "probe.service", "shop.Orders"));
    assertThat(read(told.build()).probe())
        .isEqualTo(new Probe(Probe.Type.GRPC, "", 0, "shop.Orders"));
    assertThat(written(read(told.build())).getMetadata()).containsEntry("probe", "grpc");

    told.setMetadata(Map.of("probe", "http", "probe.port", "x"));
    InstanceInfo wrong = told.build();
    assertThatThrownBy(() -> read(wrong))
        .hasMessageContaining("metadata.probe.port is 'x': give a port, 1 to 65535");
  }

  @Test
  void amazonsInstance_keepsItsDataCenter() throws Exception {
    AmazonInfo amazon =
        AmazonInfo.Builder.newBuilder()
            .addMetadata(AmazonInfo.MetaDataKey.instanceId, "i-1")
            .addMetadata(AmazonInfo.MetaDataKey.availabilityZone, "us-east-1c")
            .build();
    InstanceInfo told = full().setDataCenterInfo(amazon).build();

    assertThat(((AmazonInfo) written(read(told)).getDataCenterInfo()).getMetadata())
        .isEqualTo(amazon.getMetadata());
  }

  @Test
  void securePortOnly_isThePort() throws Exception {
    InstanceInfo told =
        full()
            .enablePort(InstanceInfo.PortType.UNSECURE, false)
            .enablePort(InstanceInfo.PortType.SECURE, true)
            .build();
    Instance read = read(told);

    assertThat(read.port()).isEqualTo(8443);
    assertThat(read.protocol()).isEqualTo("https");
    assertSame(written(read), told);
  }

  @ParameterizedTest
  @CsvSource({"UP,100", "STARTING,0", "DOWN,0", "OUT_OF_SERVICE,0", "UNKNOWN,0"})
  void status_otherThanUp_weighsNothing(InstanceInfo.InstanceStatus status, int weight)
      throws Exception {
    Instance read = read(full().setStatus(status).build());

    assertThat(read.weight()).isEqualTo(weight);
    assertThat(written(read).getStatus()).isEqualTo(status);
  }

  @Test
  void instanceOfAnotherApi_isMadeUp() throws Exception {
    Instance own =
        new Instance(
            "orders-1",
            "10.0.0.7",
            8443,
            "https",
            "1",
            "",
            "",
            100,
            0,
            10,
            new Location("sh", "sh-1", "a"),
            Map.of("tier", "gold"),
            Map.of("k", "v"));
    InstanceInfo written = written(own);

    assertThat(written.getId()).isEqualTo("orders-1");
    assertThat(written.getVIPAddress()).isEqualTo("orders");
    assertThat(written.getSecureVipAddress()).isEqualTo("orders");
    assertThat(written.isPortEnabled(InstanceInfo.PortType.UNSECURE)).isFalse();
    assertThat(written.isPortEnabled(InstanceInfo.PortType.SECURE)).isTrue();
    assertThat(written.getSecurePort()).isEqualTo(8443);
    assertThat(written.getLeaseInfo().getRenewalIntervalInSecs()).isEqualTo(3);
    assertThat(written.getLeaseInfo().getServiceUpTimestamp()).isEqualTo(NOW);
    assertThat(written.getMetadata())
        .isEqualTo(
            Map.of(
                "protocol",
                "https",
                "version",
                "1",
                "weight",
                "100",
                "city",
                "sh",
                "center",
                "sh-1",
                "zone",
                "sh-1",
                "room",
                "a",
                "tags.tier",
                "gold",
                "k",
                "v"));
  }

  @Test
  void instanceOfAnotherApi_withOurKeysAndNonsenseInThem_isWritten() throws Exception {
    Map<String, String> nonsense =
        Map.of(
            Keys.STATUS, "x",
            Keys.OVERRIDE, "x",
            Keys.DIRTY, "x",
            Keys.PORT, "x",
            Keys.SECURE_PORT, "99999999999:true",
            Keys.RENEWAL, "x",
            Keys.DATA_CENTER, "{\"@class\":\"x\",\"name\":\"x\"}}{");
    Instance own =
        new Instance("a", "h", 80, "", "", "", "", 100, 0, 9, Location.UNKNOWN, Map.of(), nonsense);

    InstanceInfo written = written(own);

    assertThat(written.getStatus()).isEqualTo(InstanceInfo.InstanceStatus.UNKNOWN);
    assertThat(written.getPort()).isEqualTo(80);
    assertThat(written.getLeaseInfo().getRenewalIntervalInSecs()).isEqualTo(3);
    assertThat(written.getLastDirtyTimestamp()).isEqualTo(NOW);
    assertThat(written.getDataCenterInfo()).isInstanceOf(MyDataCenterInfo.class);
    assertThat(written.getMetadata()).isEmpty();
  }

  @Test
  void dataCenter_theClassIsNotTheClientsToName() throws Exception {
    Instance read =
        with("\"dataCenterInfo\":{\"@class\":\"java.lang.Runtime\",\"name\":\"Netflix\"}");

    assertThat(written(read).getDataCenterInfo())
        .isInstanceOf(MyDataCenterInfo.class)
        .extracting(com.netflix.appinfo.DataCenterInfo::getName)
        .isEqualTo(com.netflix.appinfo.DataCenterInfo.Name.Netflix);
  }

  @Test
  void otherClients_numbersAsStringsAndBarePorts_areRead() throws Exception {
    Instance read =
        InstanceReader.read(
            "orders",
            ("{\"instance\":{\"app\":\"orders\",\"hostName\":\"h\",\"ipAddr\":\"1.2.3.4\","
                    + "\"port\":\"8080\",\"dataCenterInfo\":{\"name\":\"MyOwn\"},\"new\":[{}],"
                    + "\"leaseInfo\":{\"durationInSecs\":\"20\"},\"metadata\":{\"a\":1}}}")
                .getBytes(UTF_8));

    assertThat(read.id()).isEqualTo("h");
    assertThat(read.port()).isEqualTo(8080);
    assertThat(read.leaseSeconds()).isEqualTo(20);
    assertThat(read.metadata()).containsEntry("a", "1");
    assertThat(written(read).getStatus()).isEqualTo(InstanceInfo.InstanceStatus.UP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                     | instance is missing",
        "{\"instance\":                          | body is no JSON",
        "{\"instance\":7}                        | instance is missing",
        "{\"instance\":{}}                       | app is missing",
        "{\"instance\":{\"app\":\"ORDERS\"}}      | hostName is missing",
        "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":\"h\"}} | ipAddr is missing"
      })
  void read_incomplete_namesTheField(String body, String message) {
    assertThatThrownBy(() -> InstanceReader.read("ORDERS", body.getBytes(UTF_8)))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith(message.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"port\":{\"$\":0,\"@enabled\":\"true\"}     | port.$ is 0: give 1 to 65535",
        "\"port\":{\"$\":70000,\"@enabled\":\"true\"} | port.$ is 70000: give 0 to 65535",
        "\"port\":{\"$\":\"x\"}                      | port.$ is 'x': give a whole number",
        "\"status\":\"GONE\"                         | status is 'GONE': give UP, DOWN",
        "\"instanceId\":\"a b\"                      | instanceId is 'a b'",
        "\"leaseInfo\":{\"durationInSecs\":3601}     | leaseInfo.durationInSecs is 3601: give 1",
        "\"dataCenterInfo\":{}                      | dataCenterInfo.name is missing",
        "\"dataCenterInfo\":{\"name\":\"Mars\"}       | dataCenterInfo.name is 'Mars': give MyOwn",
        "\"hostName\":{}                            | hostName is no string",
        "\"metadata\":{\"weight\":\"0.5\"}            | metadata.weight is '0.5': give a whole",
        "\"metadata\":{\"weight\":\"10001\"}          | metadata.weight is 10001: give 0 to 10000",
        "\"metadata\":{\"eureka/port\":\"1\"}         | metadata.eureka/port is reserved",
        "\"metadata\":{\"a\":{}}                     | metadata.a is no string"
      })
  void read_bad_namesTheFieldAndTheLimit(String field, String message) {
    String body = "{\"instance\":{" + MINIMAL + "," + field + "}}"; // the later one counts
    assertThatThrownBy(() -> InstanceReader.read("ORDERS", body.getBytes(UTF_8)))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith(message.strip());
  }

  @Test
  void read_tooMuch_isRefused() {
    String entries =
        IntStream.range(0, 48)
            .mapToObj(i -> "\"k" + i + "\":\"v\"")
            .collect(Collectors.joining(","));
    assertThatThrownBy(() -> with("\"metadata\":{" + entries + "}"))
        .hasMessage("metadata has 48 entries: give at most 47");
    assertThatThrownBy(() -> with("\"homePageUrl\":\"" + "x".repeat(10_000) + "\""))
        .hasMessage("homePageUrl has 10,000 characters: give at most 1,024");
    assertThatThrownBy(() -> with("\"instanceId\":\"" + "x".repeat(1_000) + "\""))
        .hasMessage("instanceId has 1000 characters: give 1 to 255");
  }

  private static Instance with(String field) throws Refusal {
    return InstanceReader.read(
        "ORDERS", ("{\"instance\":{" + MINIMAL + "," + field + "}}").getBytes(UTF_8));
  }

  private static InstanceInfo.Builder full() {
    return InstanceInfo.Builder.newBuilder()
        .setInstanceId("orders-1")
        .setAppName("orders")
        .setAppGroupName("shop")
        .setHostName("orders.local")
        .setIPAddr("10.0.0.7")
        .setPort(8080)
        .setSecurePort(8443)
        .setVIPAddress("orders")
        .setSecureVIPAddress("s-orders")
        .setHomePageUrl("/", "http://orders.local:8080/")
        .setStatusPageUrl("/info", "http://orders.local:8080/info")
        .setHealthCheckUrls("/health", "http://orders.local:8080/health", null)
        .setASGName("asg")
        .setDataCenterInfo(new MyDataCenterInfo(com.netflix.appinfo.DataCenterInfo.Name.MyOwn))
        .setLastDirtyTimestamp(NOW - 5)
        .setStatus(InstanceInfo.InstanceStatus.UP)
        .setLeaseInfo(
            LeaseInfo.Builder.newBuilder()
                .setDurationInSecs(9)
                .setRenewalIntervalInSecs(4)
                .build());
  }

  private static Instance read(InstanceInfo told) throws Exception {
    String body = CodecWrappers.getEncoder(LegacyJacksonJson.class).encode(told);
    return InstanceReader.read("orders", body.getBytes(UTF_8));
  }

  private static InstanceInfo written(Instance instance) throws Exception {
    Page page =
        new Page(
            out -> {
              out.writeFieldName("instance");
              InstanceWriter.write(
                  out, "ORDERS", Shown.of(new Listed(instance, NOW), ServiceRules.NONE), "ADDED");
            });
    return CodecWrappers.getDecoder(LegacyJacksonJson.class)
        .decode(new String(page.plain(), UTF_8), InstanceInfo.class);
  }

  private static void assertSame(InstanceInfo written, InstanceInfo told) {
    assertThat(written)
        .usingRecursiveComparison()
        .ignoringFields(
            "isInstanceInfoDirty", "lastUpdatedTimestamp", "actionType", "leaseInfo", "version")
        .ignoringFieldsMatchingRegexes(".*Unresolved", ".*RelativeUrl", ".*ExplicitUrl")
        .isEqualTo(told);
    assertThat(written.getLeaseInfo().getDurationInSecs())
        .isEqualTo(told.getLeaseInfo().getDurationInSecs());
    assertThat(written.getLeaseInfo().getRenewalIntervalInSecs())
        .isEqualTo(told.getLeaseInfo().getRenewalIntervalInSecs());
  }
}
