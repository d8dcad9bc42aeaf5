/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.Fragment;
import io.heliograph.protocol.Signal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IntakeFunctionTest {
  private static final long NOW = 1_700_000_000_000L;

  private OneInputStreamOperatorTestHarness<Fragment, String> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new IntakeFunction<>(new Words())));
    harness.open();
    harness.setProcessingTime(NOW);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  /** Events are words; one that starts with an X is bad, "!" is no batch. */
  private static final class Words implements BatchDecoder<String> {
    @Override
    public Signal signal() {
      return Signal.USAGE;
    }

    @Override
    public Decoded<String> decode(byte[] value, Origin origin)
        throws InvalidProtocolBufferException {
      String words = new String(value, StandardCharsets.UTF_8);
      if (words.equals("!")) {
        throw new InvalidProtocolBufferException("not words");
      }
      Decoded<String> decoded = new Decoded<>();
      for (String word : words.isEmpty() ? new String[0] : words.split(" ")) {
        if (word.startsWith("X")) {
          decoded.refuse("bad word", word.getBytes(StandardCharsets.UTF_8));
        } else {
          decoded.event(word);
        }
      }
      return decoded;
    }
  }

  private void read(String words, int claim, boolean duplicate) throws Exception {
    read(words, claim, duplicate, NOW);
  }

  private void read(String words, int claim, boolean duplicate, long timestamp) throws Exception {
    byte[] value = words.getBytes(StandardCharsets.UTF_8);
    harness.processElement(
        new StreamRecord<>(
            new Fragment("heliograph.usage", 1, 7, timestamp, claim, "", duplicate, value)));
  }

  private List<String> outcomes() {
    var outcomes = harness.getSideOutput(IntakeFunction.OUTCOMES);
    return outcomes == null
        ? List.of()
        : outcomes.stream()
            .map(StreamRecord::getValue)
            .map(o -> (o.stage().label() + " " + o.count() + " " + o.reason()).trim())
            .toList();
  }

  @Test
  void batch_isAcceptedByItsClaimAndItsEventsGoOn() throws Exception {
    read("a b", 2, false);

    assertThat(harness.extractOutputValues()).containsExactly("a", "b");
    assertThat(outcomes()).containsExactly("accepted 2");
  }

  @Test
  void batch_withoutClaim_isAcceptedByWhatItHolds() throws Exception {
    read("a Xb c", -1, false);

    assertThat(harness.extractOutputValues()).containsExactly("a", "c");
    assertThat(outcomes()).containsExactly("accepted 3", "dead 1 bad word");
  }

  @Test
  void batch_thatClaimsMoreThanItHolds_accountsForTheRest() throws Exception {
    read("a b", 5, false);

    assertThat(outcomes()).containsExactly("accepted 5", "dead 3 batch claims 5 items, holds 2");
  }

  @Test
  void undecodableBatch_isDeadByItsClaim() throws Exception {
    read("!", 4, false);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(outcomes())
        .containsExactly("accepted 4", "dead 4 batch is not valid protobuf: not words");
  }

  @Test
  void undecodableBatch_withoutClaim_standsForOne() throws Exception {
    read("!", -1, false);

    assertThat(outcomes())
        .containsExactly("accepted 1", "dead 1 batch is not valid protobuf: not words");
  }

  @Test
  void repeatedBatch_isCountedAndGoesNoFurther() throws Exception {
    read("a b", 2, true);
    read("!", 3, true);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(outcomes()).containsExactly("duplicate 2", "duplicate 3");
  }

  @Test
  void pulse_leavesNoTrace() throws Exception {
    read("", 0, false);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(outcomes()).isEmpty();
  }

  @Test
  void timestampFarAhead_countsAsNow() throws Exception {
    long year2100 = 4_102_444_800_000L;
    read("a", 1, false, year2100);

    Outcome outcome = harness.getSideOutput(IntakeFunction.OUTCOMES).peek().getValue();
    assertThat(outcome.origin()).isEqualTo(new Origin("heliograph.usage", 1, 7, NOW));
  }
}
