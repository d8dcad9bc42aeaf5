/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobsPropertiesTest {
  private static Properties jobs() throws IOException {
    Properties jobs = new Properties();
    try (InputStream in =
        JobsPropertiesTest.class.getResourceAsStream("/META-INF/heliograph-jobs.properties")) {
      jobs.load(in);
    }
    return jobs;
  }

  static Object[] mainClasses() throws IOException {
    return jobs().values().toArray();
  }

  @Test
  void jobs_names_areThePublishedOnes() throws IOException {
    assertThat(jobs().stringPropertyNames())
        .containsExactlyInAnyOrder(
            "trace", "log", "metric", "health", "config", "message", "ratelimit", "ledger");
  }

  @ParameterizedTest
  @MethodSource("mainClasses")
  void main_help_explainsAndSubmitsNothing(String mainClass) {
    assertThatCode(
            () ->
                Class.forName(mainClass)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[] {"--help"}))
        .doesNotThrowAnyException();
  }
}
