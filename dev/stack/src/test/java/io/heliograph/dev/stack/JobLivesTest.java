/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobLivesTest {
  private static String parallelism(String job, int stack) {
    return argument(job, "--parallelism", "HELIOGRAPH_PARALLELISM", Integer.toString(stack));
  }

  private static String argument(String job, String name, String setting, String value) {
    StackSettings settings =
        StackSettings.from(Map.of("HELIOGRAPH_HOME", "/nowhere", setting, value));
    List<String> arguments = JobLives.arguments(settings, job);
    return arguments.get(arguments.indexOf(name) + 1);
  }

  @ParameterizedTest
  @CsvSource({"trace, 800", "log, 800", "metric, 800", "health, 1600", "ledger, 1600"})
  void arguments_ofAQuietJob_haveTwiceTheCheckpointInterval(String job, String expected) {
    assertThat(
            argument(job, "--checkpoint-interval-ms", "HELIOGRAPH_CHECKPOINT_INTERVAL_MS", "800"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 1", "8, 4"})
  void arguments_ofAQuietJob_haveHalfTheSubtasks(int stack, String expected) {
    assertThat(parallelism("health", stack)).isEqualTo(expected);
  }

  @Test
  void arguments_ofABusyJob_haveThemAll() {
    for (String job : List.of("trace", "log", "metric")) {
      assertThat(parallelism(job, 8)).isEqualTo("8");
    }
  }
}
