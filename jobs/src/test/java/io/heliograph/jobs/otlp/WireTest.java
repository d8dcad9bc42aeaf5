/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WireTest {
  private final Wire wire = new Wire();

  private void open(String hex) {
    wire.open(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void varint_tenBytes_isMinusOne() throws Exception {
    open("ff ff ff ff ff ff ff ff ff 01");
    assertThat(wire.varint()).isEqualTo(-1);
    assertThat(wire.more()).isFalse();
  }

  @Test
  void varint_elevenBytes_isMalformed() {
    open("ff ff ff ff ff ff ff ff ff ff 01");
    assertThatThrownBy(wire::varint).hasMessageContaining("more than 10 bytes");
  }

  @Test
  void varint_endsEarly_isMalformed() {
    open("80");
    assertThatThrownBy(wire::varint).hasMessageContaining("ends within a number");
  }

  @Test
  void tag_fieldZero_isMalformed() {
    open("00");
    assertThatThrownBy(wire::tag).hasMessageContaining("out of range at byte 0");
  }

  @Test
  void enter_lengthBeyondTheParent_isMalformed() throws Exception {
    open("0a 03 0a 05 00 00 00 00 00");
    wire.tag();
    wire.enter();
    wire.tag();
    assertThatThrownBy(wire::enter).hasMessageContaining("claims 5 bytes, 1 are left");
  }

  @Test
  void enter_lengthBeyondTwoGigabytes_isMalformed() throws Exception {
    open("0a ff ff ff ff ff ff ff ff ff 01");
    wire.tag();
    assertThatThrownBy(wire::enter).hasMessageContaining("claims 18446744073709551615 bytes");
  }

  @Test
  void leave_nested_goesOnBehindTheField() throws Exception {
    open("0a 02 10 01 18 07");
    assertThat(wire.tag()).isEqualTo(1 << 3 | Wire.LEN);
    long mark = wire.enter();
    assertThat(wire.tag()).isEqualTo(2 << 3);
    wire.leave(mark);
    assertThat(wire.tag()).isEqualTo(3 << 3);
    assertThat(wire.varint()).isEqualTo(7);
  }

  @Test
  void skip_everyWireType_goesPastIt() throws Exception {
    open("08 96 01  11 01 02 03 04 05 06 07 08  1a 01 00  25 01 02 03 04  2b 08 01 2c  30 05");
    for (int field = 1; field <= 5; field++) {
      int tag = wire.tag();
      assertThat(tag >>> 3).isEqualTo(field);
      wire.skip(tag);
    }
    assertThat(wire.tag()).isEqualTo(6 << 3);
    assertThat(wire.zigzag()).isEqualTo(-3);
  }

  @Test
  void skip_groupsWithoutEnd_isMalformed() throws Exception {
    open("0b".repeat(100));
    int tag = wire.tag();
    assertThatThrownBy(() -> wire.skip(tag)).hasMessageContaining("nest deeper");
  }

  @Test
  void skip_groupEndWithoutStart_isMalformed() throws Exception {
    open("0c");
    int tag = wire.tag();
    assertThatThrownBy(() -> wire.skip(tag)).hasMessageContaining("wire type 4");
  }

  @Test
  void fixed_endsEarly_isMalformed() {
    open("01 02 03");
    assertThatThrownBy(wire::fixed64).hasMessageContaining("ends within a number");
    assertThatThrownBy(wire::fixed32).hasMessageContaining("ends within a number");
  }
}
