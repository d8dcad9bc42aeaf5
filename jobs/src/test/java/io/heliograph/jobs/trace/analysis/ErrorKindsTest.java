/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorKindsTest {
  @ParameterizedTest
  @CsvSource({
    "4,,,,TIMEOUT",
    "DEADLINE_EXCEEDED,,,,TIMEOUT",
    "1,,,,CANCELLED",
    "CANCELLED,,,,CANCELLED",
    "14,,,connection refused,FAILURE",
    "14,,,connect timed out,TIMEOUT",
    ",408,,,TIMEOUT",
    ",504,,,TIMEOUT",
    ",499,,,CANCELLED",
    ",500,,,FAILURE",
    ",500,java.net.SocketTimeoutException,,TIMEOUT",
    ",,java.util.concurrent.CancellationException,,CANCELLED",
    ",,IOException,Read Timed Out,TIMEOUT",
    ",,ETIMEDOUT,,TIMEOUT",
    ",,,context deadline exceeded,TIMEOUT",
    ",,,context canceled,CANCELLED",
    ",,,cancelled after a TIMEOUT,TIMEOUT",
    "1,504,,timeout,CANCELLED",
    ",,,time is out,FAILURE",
    ",,,timeou,FAILURE",
    ",,,,FAILURE",
  })
  void attributes_tellTheKind(
      String grpc, String http, String type, String message, ErrorKind kind) {
    assertThat(ErrorKinds.of(true, text(grpc), text(http), text(type), text(message)))
        .isEqualTo(kind);
  }

  @Test
  void noError_isNone_whateverTheAttributesSay() {
    assertThat(ErrorKinds.of(false, "4", "504", "timeout", "timeout")).isEqualTo(ErrorKind.NONE);
  }

  @Test
  void message_isReadUpToTheLimit() {
    assertThat(ErrorKinds.of(true, "", "", "", "x".repeat(4089) + "timeout"))
        .isEqualTo(ErrorKind.TIMEOUT);
    assertThat(ErrorKinds.of(true, "", "", "", "x".repeat(4090) + "timeout"))
        .isEqualTo(ErrorKind.FAILURE);
    assertThat(ErrorKinds.of(true, "", "", "", "t".repeat(1 << 20))).isEqualTo(ErrorKind.FAILURE);
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
