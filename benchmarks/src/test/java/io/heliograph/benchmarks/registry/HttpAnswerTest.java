/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {
  private final HttpAnswer answer = new HttpAnswer();

  @Test
  void take_wholeAnswer_itsStatusAndBody() {
    assertThat(take("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")).isTrue();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bodyBytes()).isEqualTo(2);
    assertThat(answer.begin()).isEqualTo("ab");
    assertThat(answer.closes()).isFalse();
  }

  @Test
  void take_byteByByte_wholeWithTheLast() {
    String text = "HTTP/1.1 503 Service Unavailable\r\ncontent-length:3\r\n\r\nabc";
    for (int i = 0; i < text.length(); i++) {
      assertThat(take(text.substring(i, i + 1))).isEqualTo(i == text.length() - 1);
    }

    assertThat(answer.status()).isEqualTo(503);
  }

  @Test
  void take_noBody_wholeWithItsHead() {
    assertThat(take("HTTP/1.1 204 \r\nConnection: close\r\n\r\n")).isTrue();

    assertThat(answer.closes()).isTrue();
    assertThat(answer.bodyBytes()).isZero();
  }

  @Test
  void take_chunks_wholeWithTheLastOne() {
    assertThat(take("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")).isFalse();
    assertThat(take("cde\r\n0\r\n")).isFalse();
    assertThat(take("\r\n")).isTrue();
  }

  @Test
  void take_longBody_keepsItsBeginOnly() {
    assertThat(take("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n" + "x".repeat(200))).isTrue();

    assertThat(answer.bodyBytes()).isEqualTo(200);
    assertThat(answer.begin()).hasSize(64);
  }

  @Test
  void reset_anotherAnswer_nothingOfTheFirst() {
    take("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab");
    answer.reset();

    assertThat(answer.hasBegun()).isFalse();
    assertThat(take("HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nc")).isTrue();
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.begin()).isEqualTo("c");
    assertThat(answer.closes()).isFalse();
  }

  private boolean take(String text) {
    return answer.take(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }
}
