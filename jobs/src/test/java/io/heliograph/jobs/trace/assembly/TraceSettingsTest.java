/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.jobs.JobOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of the trace job, as someone gives them on the command line. */
class TraceSettingsTest {
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

  private static TraceSettings read(String... args) {
    JobOptions options = new JobOptions("trace", "traces", args);
    TraceSettings settings = TraceSettings.read(options);
    assertThat(options.ready(NOWHERE)).isTrue();
    return settings;
  }

  @Test
  void read_nothingGiven_isTheDefaults() {
    assertThat(read()).isEqualTo(TraceSettings.DEFAULTS);
  }

  @Test
  void read_everyWaitAndCap_isTheOneGiven() {
    TraceSettings settings =
        read(
            "--linger-ms", "250",
            "--idle-ms", "3000",
            "--open-ms", "20000",
            "--late-ms", "60000",
            "--max-spans", "500",
            "--max-trace-bytes", "65536",
            "--max-open-bytes", "1048576",
            "--max-operations", "77",
            "--max-gathered", "88");

    assertThat(settings.assembly())
        .isEqualTo(new AssemblySettings(250, 3_000, 20_000, 60_000, 500, 65_536, 1_048_576));
    assertThat(settings.maxOperations()).isEqualTo(77);
    assertThat(settings.maxGathered()).isEqualTo(88);
    assertThat(settings.skeletonExpiry()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void read_rulesAndSampling_areThoseGiven() {
    TraceSettings settings =
        read("--keep", "errors,share=0.25", "--repeated-calls", "9", "--max-findings", "3");

    assertThat(settings.sampling()).isNotEqualTo(TraceSettings.DEFAULTS.sampling());
    assertThat(settings.analysis().repeatedCalls()).isEqualTo(9);
    assertThat(settings.analysis().maxFindings()).isEqualTo(3);
  }

  @Test
  void read_waitsOutOfOrder_areRefusedByName() {
    assertThatThrownBy(() -> read("--linger-ms", "9000"))
        .hasMessageContaining("--idle-ms must be at least --linger-ms, 9000, is '8000'");
    assertThatThrownBy(() -> read("--open-ms", "7999"))
        .hasMessageContaining("--open-ms must be at least --idle-ms, 8000, is '7999'");
  }

  @Test
  void read_outOfRange_isRefusedWithTheRange() {
    assertThatThrownBy(
            () -> read("--max-trace-bytes", "1023", "--linger-ms", "0", "--assemblers", "129"))
        .hasMessageContaining("--max-trace-bytes must be a whole number from 1024 to 67108864")
        .hasMessageContaining("--linger-ms must be a whole number from 1 to 60000, is '0'")
        .hasMessageContaining("--assemblers must be a whole number from 0 to 128, is '129'");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "0, 2, 1", "0, 3, 2", "0, 8, 4", "3, 2, 3", "1, 8, 1"})
  void assemblers_asGiven_elseHalfAsManyAsRead(int given, int readers, int assemblers) {
    assertThat(read("--assemblers", Integer.toString(given)).assemblersBeside(readers))
        .isEqualTo(assemblers);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 500", "3, 333", "1000, 1", "4096, 1"})
  void operationsOfAService_areSharedAmongSubtasks_oneAtLeast(int subtasks, int each) {
    assertThat(TraceSettings.DEFAULTS.maxOperationsOf(subtasks)).isEqualTo(each);
  }
}
