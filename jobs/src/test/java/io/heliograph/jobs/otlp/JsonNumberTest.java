/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonNumberTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-17, -17",
    "0.5, 0.5",
    "0.1, 0.1",
    "3.14159, 3.14159",
    "100000000000000000000, 100000000000000000000",
    "1e21, 1e+21",
    "1.5e300, 1.5e+300",
    "0.000001, 0.000001",
    "1.5e-7, 1.5e-7",
    "-2e-9, -2e-9",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void text_number_asEcmaScriptWritesIt(double value, String text) {
    assertThat(JsonNumber.text(value)).isEqualTo(text);
  }
}
