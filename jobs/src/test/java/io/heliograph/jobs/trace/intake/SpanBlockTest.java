/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.SpanLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanBlockTest {
  private static final long START = 1_700_000_000_123_456_789L;

  private final SpanBlock block = new SpanBlock();

  private static Span root() {
    return new Span(
        0x1000,
        0,
        SpanKind.SERVER,
        START,
        START + 5_000_000,
        ErrorKind.NONE,
        "orders",
        "orders-1",
        "Place",
        "",
        "Place",
        "",
        null,
        0,
        "",
        List.of(),
        0x0102030405060708L);
  }

  private static Span insert() {
    return new Span(
        0x2000,
        0x1000,
        SpanKind.CLIENT,
        START + 1_000,
        START + 2_000_000,
        ErrorKind.TIMEOUT,
        "orders",
        "orders-1",
        "INSERT",
        "postgresql/shop",
        "INSERT INTO orders VALUES (?)",
        "gray",
        null,
        250_000_000,
        "db.client.timeout_ms",
        List.of(new SpanLink(1, 2, 3)),
        -1);
  }

  private static Span elsewhere() {
    return new Span(
        0x3000,
        0x9999,
        SpanKind.CONSUMER,
        START - 1,
        START - 1,
        ErrorKind.FAILURE,
        "mailer",
        "",
        "käse 𝄞",
        "",
        "käse 𝄞",
        "",
        "",
        0,
        "",
        List.of(),
        0);
  }

  private List<Span> decode(byte[] bytes) throws MalformedBlockException {
    List<Span> spans = new ArrayList<>();
    block.decode(bytes, 0, bytes.length, spans);
    return spans;
  }

  /** State of running jobs is in this form: a new one needs a new version beside it. */
  @Test
  void decode_goldenVersion1_staysReadable() throws Exception {
    byte[] golden =
        HexFormat.of()
            .parseHex(
                "01ea010315cd853dfe9c97170010000000000000002000000000000000300000"
                    + "000000008200080706050403020100c096b102000c6f72646572730005062d31"
                    + "000a506c6163654b3effffffffffffffff00d00f98817a000c494e5345525400"
                    + "2f0620494e544f206f72646572732056414c55455320283f29001e706f737467"
                    + "726573716c2f73686f7000086772617980e59a77002864622e636c69656e742e"
                    + "74696d656f75745f6d7301010000000000000002000000000000000300000000"
                    + "000000bd01000000000000000099990000000000000100000c6d61696c657201"
                    + "0100146bc3a4736520f09d849e");
    List<Span> spans = List.of(root(), insert(), elsewhere());
    assertThat(HexFormat.of().formatHex(block.encode(spans)))
        .isEqualTo(HexFormat.of().formatHex(golden));
    assertThat(decode(golden)).isEqualTo(spans);
  }

  @Test
  void decode_blocksInARow_areAllSpansInOrder() throws Exception {
    byte[] one = block.encode(List.of(root(), insert()));
    byte[] other = block.encode(List.of(elsewhere()));
    byte[] row = Arrays.copyOf(new byte[7], 7 + one.length + other.length + 7);
    System.arraycopy(one, 0, row, 7, one.length);
    System.arraycopy(other, 0, row, 7 + one.length, other.length);
    List<Span> spans = new ArrayList<>(List.of(root()));
    block.decode(row, 7, row.length - 7, spans);
    assertThat(spans).containsExactly(root(), root(), insert(), elsewhere());
  }

  @Test
  void encode_nothing_isAnEmptyBlock() throws Exception {
    assertThat(decode(block.encode(List.of()))).isEmpty();
    assertThat(decode(new byte[0])).isEmpty();
  }

  @Test
  void encode_randomSpans_comeBackAsTheyWere() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      List<Span> spans = new ArrayList<>();
      for (int n = random.nextInt(i % 100 == 0 ? 3_000 : 30); n > 0; n--) {
        spans.add(random(random));
      }
      byte[] bytes = block.encode(spans);
      assertThat(decode(bytes)).isEqualTo(spans);
      assertThat(new SpanBlock().encode(spans)).isEqualTo(bytes);
    }
  }

  @Test
  void decode_twice_sharesTexts() throws Exception {
    Span one = decode(block.encode(List.of(insert()))).get(0);
    Span other = decode(new SpanBlock().encode(List.of(root(), insert()))).get(1);
    assertThat(one.call()).isSameAs(other.call());
    assertThat(one.service()).isSameAs(other.service());
  }

  @Test
  void encode_traceOfThousands_namesParentsByIndex() throws Exception {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      spans.add(child(i, i / 2));
    }
    Collections.shuffle(spans, new Random(7));
    byte[] bytes = block.encode(spans);
    assertThat(bytes.length / spans.size()).isLessThan(32);
    assertThat(decode(bytes)).isEqualTo(spans);
  }

  @Test
  void decode_otherVersion_isRefused() {
    byte[] bytes = block.encode(List.of(root()));
    bytes[0] = 2;
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(MalformedBlockException.class)
        .hasMessage("malformed block of spans: version 2 is unknown at byte 0");
  }

  @Test
  void decode_cutOff_namesThePlace() {
    byte[] bytes = block.encode(List.of(root(), insert()));
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> decode(cut))
          .isInstanceOf(MalformedBlockException.class)
          .hasMessageMatching("malformed block of spans: .* at byte \\d+");
    }
  }

  @Test
  void decode_randomDamage_isReadOrRefusedNeverAnythingElse() {
    byte[] good = block.encode(List.of(root(), insert(), elsewhere()));
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bad = good.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        decode(bad);
      } catch (MalformedBlockException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void decode_claimOfManySpans_allocatesNothing() {
    byte[] bytes = {1, 7, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0, 0};
    assertThatThrownBy(() -> decode(bytes))
        .hasMessage("malformed block of spans: 2147483647 is more than 2 bytes can hold at byte 2");
  }

  private static Span child(long id, long parent) {
    return new Span(
        id,
        parent,
        SpanKind.INTERNAL,
        START + id,
        START + id + 1_000,
        ErrorKind.NONE,
        "orders",
        "orders-1",
        "Place",
        "",
        "Place",
        "",
        null,
        0,
        "",
        List.of(),
        id);
  }

  private static Span random(Random random) {
    List<SpanLink> links = new ArrayList<>();
    for (int n = random.nextInt(10) - 7; n > 0; n--) {
      links.add(new SpanLink(random.nextLong(), random.nextLong(), random.nextLong()));
    }
    long timeout = random.nextBoolean() ? 0 : random.nextLong();
    return new Span(
        random.nextInt(40),
        random.nextBoolean() ? random.nextInt(40) : random.nextLong(),
        SpanKind.values()[random.nextInt(6)],
        random.nextInt(9) == 0 ? random.nextLong() : START + random.nextInt(),
        random.nextInt(9) == 0 ? random.nextLong() : START + random.nextInt(),
        ErrorKind.values()[random.nextInt(4)],
        text(random),
        text(random),
        text(random),
        text(random),
        text(random),
        text(random),
        random.nextBoolean() ? null : text(random),
        timeout,
        text(random),
        List.copyOf(links),
        random.nextLong());
  }

  private static String text(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> "ä€𝄞" + random.nextInt(5);
      case 2 -> "x".repeat(random.nextInt(400));
      default -> "text " + random.nextInt(1_000);
    };
  }
}
