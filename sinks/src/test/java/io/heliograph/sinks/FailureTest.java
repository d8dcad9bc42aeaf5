/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

  @ParameterizedTest(name = "status {0}, code {1}: {2}")
  @CsvSource({
    "500, 241, RETRYABLE", // MEMORY_LIMIT_EXCEEDED
    "500, 252, RETRYABLE", // TOO_MANY_PARTS
    "500, 242, RETRYABLE", // TABLE_IS_READ_ONLY
    "500, 999, RETRYABLE", // KEEPER_EXCEPTION
    "429, 202, RETRYABLE", // TOO_MANY_SIMULTANEOUS_QUERIES
    "500, 469, POISON", // VIOLATED_CONSTRAINT
    "400, 117, POISON", // INCORRECT_DATA
    "400, 33, POISON", // CANNOT_READ_ALL_DATA
    "500, 395, POISON", // throwIf in a view
    "404, 60, FATAL", // UNKNOWN_TABLE
    "404, 81, FATAL", // UNKNOWN_DATABASE
    "404, 16, FATAL", // NO_SUCH_COLUMN_IN_TABLE
    "403, 516, FATAL", // AUTHENTICATION_FAILED
    "403, 497, FATAL", // ACCESS_DENIED
    "400, 62, FATAL", // SYNTAX_ERROR
    "500, 987654, FATAL", // whatever comes next
    "200, 60, FATAL", // the header counts, not the status
    "502, 0, RETRYABLE",
    "503, 0, RETRYABLE",
    "504, 0, RETRYABLE",
    "429, 0, RETRYABLE",
    "408, 0, RETRYABLE",
    "413, 0, POISON",
    "401, 0, FATAL",
    "404, 0, FATAL",
    "302, 0, FATAL"
  })
  void of_answer(int status, int code, Failure expected) {
    assertThat(Failure.of(new RefusedException(status, code, ""))).isEqualTo(expected);
  }

  static Stream<IOException> noAnswers() {
    return Stream.of(
        new ConnectException("refused"),
        new HttpTimeoutException("60 s"),
        new IOException("HTTP/1.1 header parser received no bytes"));
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void of_noAnswer_isRetryable(IOException failure) {
    assertThat(Failure.of(failure)).isEqualTo(Failure.RETRYABLE);
  }
}
