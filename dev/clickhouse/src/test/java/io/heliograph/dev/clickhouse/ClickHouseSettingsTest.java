/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseSettingsTest {
  @Test
  void fromEnvironment_withNothingSet_takesTheDocumentedPorts() {
    ClickHouseSettings settings = ClickHouseSettings.fromEnvironment(Map.of());

    assertThat(settings.url()).isEqualTo("http://127.0.0.1:8123");
    assertThat(settings.nativePort()).isEqualTo(9000);
    assertThat(settings.dataDirectory()).endsWithRaw(Path.of(".heliograph", "clickhouse"));
  }

  @Test
  void toEnvironment_readBack_isTheSame() {
    ClickHouseSettings settings = ClickHouseSettings.onFreePorts(Path.of("data"));

    assertThat(ClickHouseSettings.fromEnvironment(settings.toEnvironment())).isEqualTo(settings);
  }

  @Test
  void fromEnvironment_outOfRange_namesTheVariable() {
    assertThatThrownBy(
            () ->
                ClickHouseSettings.fromEnvironment(
                    Map.of("HELIOGRAPH_CLICKHOUSE_HTTP_PORT", "70000")))
        .hasMessage(
            "HELIOGRAPH_CLICKHOUSE_HTTP_PORT is 70000, but a port lies between 1 and 65535");
    assertThatThrownBy(
            () ->
                ClickHouseSettings.fromEnvironment(
                    Map.of("HELIOGRAPH_CLICKHOUSE_MEMORY_BYTES", "2 GB")))
        .hasMessageContaining("HELIOGRAPH_CLICKHOUSE_MEMORY_BYTES is \"2 GB\"");
  }

  @Test
  void url_whenBoundToAll_isReachable() {
    ClickHouseSettings settings =
        ClickHouseSettings.fromEnvironment(Map.of("HELIOGRAPH_BIND", "0.0.0.0"));

    assertThat(settings.url()).isEqualTo("http://127.0.0.1:8123");
  }

  @Test
  void config_withOddPath_isEscaped() {
    ClickHouseSettings settings = ClickHouseSettings.onFreePorts(Path.of("a&b"));

    assertThat(ServerConfig.config(settings, Path.of("users.xml"))).contains("a&amp;b/store/");
  }

  @Test
  void platform_ofSystems_namesThePackage() {
    assertThat(EngineLibrary.platform("Linux", "amd64")).isEqualTo("linux-x64-gnu");
    assertThat(EngineLibrary.platform("Linux", "aarch64")).isEqualTo("linux-arm64-gnu");
    assertThat(EngineLibrary.platform("Mac OS X", "aarch64")).isEqualTo("darwin-arm64");
    assertThatThrownBy(() -> EngineLibrary.platform("Windows 11", "amd64"))
        .hasMessageContaining("HELIOGRAPH_CLICKHOUSE_URL");
  }

  @Test
  void binary_onPath_comesBeforeTheEngineAndDiesWithItsParent(@TempDir Path bin)
      throws IOException {
    assertThat(Binary.find(Map.of("PATH", bin.toString()))).isEmpty();
    Path clickhouse = executable(bin.resolve("clickhouse"));
    Path setpriv = executable(bin.resolve("setpriv"));
    Map<String, String> env = Map.of("PATH", bin.toString());

    assertThat(Binary.find(env)).contains(clickhouse);
    List<String> expected =
        new ArrayList<>(
            List.of(
                setpriv.toString(),
                "--pdeathsig",
                "KILL",
                "--",
                clickhouse.toString(),
                "server",
                "--config-file=config.xml"));
    expected.addAll(ServerConfig.ARGUMENTS);
    assertThat(Binary.commandLine(clickhouse, Path.of("config.xml"), env)).isEqualTo(expected);
  }

  private static Path executable(Path file) throws IOException {
    Files.createFile(file);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
