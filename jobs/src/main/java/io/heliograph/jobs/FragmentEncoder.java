/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.RowEncoder;
import java.io.IOException;
import java.util.Arrays;

/**
 * Stores each item of a fragment as a row, and keeps the ledger's promise for it: a repeated
 * fragment counts as {@code duplicate} and nothing else; any other one counts as {@code accepted}
 * by the sender's claim, and each of its items as {@code stored} by its row, or all of them as
 * {@code dead} if one cannot be read: the rows of such a fragment are taken back by the sink, so
 * that no item is ever both. Items that were claimed and are not there are dead as well.
 */
public abstract class FragmentEncoder implements RowEncoder<Fragment> {
  /** A dead letter keeps the head of a fragment that could not be read. */
  static final int MAX_DEAD_PAYLOAD = 64 << 10;

  private final String signal;

  protected FragmentEncoder(Signal signal) {
    this.signal = signal.label();
  }

  /**
   * Appends a row for each item.
   *
   * @return how many items there were
   * @throws IOException if the fragment cannot be read; the message is the dead letter's reason
   */
  protected abstract int encodeItems(byte[] value) throws IOException;

  @Override
  public final void encode(Fragment fragment, Blocks out) throws IOException {
    long time = fragment.timestampMillis();
    if (fragment.duplicate()) {
      out.count(signal, "duplicate", time, items(fragment));
      return;
    }
    out.origin(signal, fragment.topic(), fragment.partition(), fragment.offset(), time);
    int accepted = (int) items(fragment);
    try {
      int found = encodeItems(fragment.value());
      accepted = fragment.itemsOr(found);
      if (found < accepted) {
        String reason = "the fragment claims " + accepted + " items and holds " + found;
        out.deadLetter(reason, payload(fragment), accepted - found);
      }
    } finally {
      out.count(signal, "accepted", time, accepted);
    }
  }

  /** Items of a fragment nobody can read: the claim; without one it stands for one. */
  @Override
  public final long items(Fragment fragment) {
    return fragment.itemsOr(1);
  }

  @Override
  public final byte[] payload(Fragment fragment) {
    byte[] value = fragment.value();
    return value.length <= MAX_DEAD_PAYLOAD ? value : Arrays.copyOf(value, MAX_DEAD_PAYLOAD);
  }
}
