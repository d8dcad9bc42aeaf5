/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds every field number and type of heliograph.v1 in place: what was written by any earlier
 * version must be read the same for ever. A new field means a new sample value and a new golden
 * file, written by {@code -DargLine=-Dheliograph.golden.write=true}; an existing byte never
 * changes.
 */
final class GoldenEncodingTest {
  private static final boolean WRITE = Boolean.getBoolean("heliograph.golden.write");

  @TestFactory
  Stream<DynamicTest> encoding_sample_equalsGoldenBytes() {
    return each(
        (name, sample) -> {
          String hex = HexFormat.of().formatHex(sample.toByteArray());
          if (WRITE) {
            Files.writeString(
                Path.of("src/test/resources/golden", name + ".hex"), hex + System.lineSeparator());
          }
          assertThat(hex).isEqualTo(golden(name));
        });
  }

  @TestFactory
  Stream<DynamicTest> decoding_goldenBytes_equalsSample() {
    return each(
        (name, sample) -> {
          byte[] bytes = HexFormat.of().parseHex(golden(name));
          assertThat(sample.getParserForType().parseFrom(bytes)).isEqualTo(sample);
        });
  }

  @TestFactory
  Stream<DynamicTest> sample_everyField_isSet() {
    return each(
        (name, sample) -> assertThatCode(() -> requireAllSet(sample)).doesNotThrowAnyException());
  }

  private static void requireAllSet(Message message) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      Object value = message.getAllFields().get(field);
      assertThat(value).as("%s must be set in the sample", field.getFullName()).isNotNull();
      if (value instanceof Message nested) {
        requireAllSet(nested);
      }
    }
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        GoldenEncodingTest.class.getResourceAsStream("/golden/" + name + ".hex")) {
      assertThat(in).as("golden file of %s", name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).trim();
    }
  }

  private interface Check {
    void run(String name, Message sample) throws Exception;
  }

  private static Stream<DynamicTest> each(Check check) {
    return Samples.all().entrySet().stream()
        .map(
            (Map.Entry<String, Message> e) ->
                DynamicTest.dynamicTest(e.getKey(), () -> check.run(e.getKey(), e.getValue())));
  }
}
