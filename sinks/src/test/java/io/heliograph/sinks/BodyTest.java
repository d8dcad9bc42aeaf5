/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class BodyTest {
  private static final byte[] BYTES = new byte[1_000_000];

  static {
    new Random(7).nextBytes(BYTES);
  }

  private static Body gathered() {
    Body.Builder builder = new Body.Builder();
    builder.write(BYTES[0]);
    for (int from = 1; from < BYTES.length; from += 100_000) {
      builder.write(BYTES, from, Math.min(100_000, BYTES.length - from));
    }
    return builder.build();
  }

  private static byte[] bytes(Body body) throws IOException {
    return body.open().readAllBytes();
  }

  @Test
  void build_ofManyWrites_holdsTheBytesAndNoMore() throws Exception {
    Body body = gathered();

    assertThat(bytes(body)).isEqualTo(BYTES);
    assertThat(body.length()).isEqualTo(BYTES.length);
    assertThat(body.pieces().stream().mapToInt(piece -> piece.length).sum())
        .isEqualTo(BYTES.length);
  }

  @Test
  void build_ofNothing_isEmpty() throws Exception {
    assertThat(bytes(new Body.Builder().build())).isEmpty();
  }

  @Test
  void read_ofWritten_isTheSame() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    gathered().writeTo(out);

    Body read = Body.read(new DataInputDeserializer(out.getCopyOfBuffer()));

    assertThat(bytes(read)).isEqualTo(BYTES);
    assertThat(read.length()).isEqualTo(BYTES.length);
  }
}
