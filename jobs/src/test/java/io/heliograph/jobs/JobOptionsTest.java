/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobOptionsTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private static JobOptions options(String... args) {
    return new JobOptions("trace", "raw spans", args);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void read_nothingGiven_isTheDefaults() {
    JobOptions options = options();
    JobSettings settings = JobSettings.read(options);
    assertThat(options.ready(out)).isTrue();
    assertThat(settings.kafka()).isEqualTo("127.0.0.1:9092");
    assertThat(settings.checkpointInterval()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(settings.parallelism()).isEqualTo(2);
  }

  @Test
  void ready_settingsInForce_arePrintedWithoutTheSecret() {
    JobOptions options = options("--kafka", "k:1", "--clickhouse-password", "hunter2");
    JobSettings settings = JobSettings.read(options);
    assertThat(options.ready(out)).isTrue();
    assertThat(settings.clickHousePassword()).isEqualTo("hunter2");
    assertThat(printed())
        .contains("kafka=k:1", "clickhouse-password=***")
        .doesNotContain("hunter2");
    assertThat(settings.toString()).doesNotContain("hunter2");
  }

  @Test
  void ready_help_printsEveryOptionAndStops() {
    JobOptions options = options("--help");
    JobSettings.read(options);
    assertThat(options.ready(out)).isFalse();
    assertThat(printed())
        .contains("Heliograph job trace: raw spans")
        .contains("--checkpoint-interval-ms", "[1500]", "--parallelism");
  }

  @Test
  void ready_severalProblems_areAllNamed() {
    JobOptions options =
        options(
            "stray",
            "--parallelism",
            "0",
            "--clickhouse",
            "localhost:8123",
            "--kafak",
            "x",
            "--kafka");
    JobSettings.read(options);
    assertThatThrownBy(() -> options.ready(out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'stray' is not an option")
        .hasMessageContaining("--parallelism must be a whole number from 1 to 1024, is '0'")
        .hasMessageContaining(
            "--clickhouse must be an http:// or https:// URL, is 'localhost:8123'")
        .hasMessageContaining("--kafak is unknown")
        .hasMessageContaining("--kafka needs a value");
  }

  @Test
  void ready_optionGivenTwice_isRefused() {
    JobOptions options = options("--kafka", "a:1", "--kafka", "b:1");
    JobSettings.read(options);
    assertThatThrownBy(() -> options.ready(out)).hasMessageContaining("--kafka is given twice");
  }
}
