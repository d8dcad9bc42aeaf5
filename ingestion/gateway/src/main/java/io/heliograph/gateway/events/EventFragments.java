/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.events;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.heliograph.gateway.wire.Regrouping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;

/**
 * Cuts the events of one kind by partition and size. Every batch message has its events in field 1,
 * so a batch is written without knowing its type. The same events cut for the same number of
 * partitions give the same fragments.
 */
final class EventFragments {
  private static final int ITEMS_FIELD = 1;

  private final TreeMap<Integer, List<Open>> open = new TreeMap<>();
  private final int partitions;

  /** A fragment; {@code ordinal} counts those of one partition from 0. */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  record Done(int partition, int ordinal, int items, byte[] value) {}

  private static final class Open {
    final ByteString.Output bytes = ByteString.newOutput();
    int items;
  }

  EventFragments(int partitions) {
    this.partitions = partitions;
  }

  void add(String key, MessageLite event) {
    int hash = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
    List<Open> fragments = open.computeIfAbsent(hash % partitions, p -> new ArrayList<>());
    int size = CodedOutputStream.computeMessageSize(ITEMS_FIELD, event);
    Open last = fragments.isEmpty() ? null : fragments.get(fragments.size() - 1);
    if (last == null || last.bytes.size() + size > Regrouping.MAX_FRAGMENT_BYTES) {
      last = new Open();
      fragments.add(last);
    }
    write(event, last.bytes);
    last.items++;
  }

  private static void write(MessageLite event, ByteString.Output out) {
    try {
      CodedOutputStream coded = CodedOutputStream.newInstance(out, 512);
      coded.writeMessage(ITEMS_FIELD, event);
      coded.flush();
    } catch (IOException memoryDoesNotFail) {
      throw new UncheckedIOException(memoryDoesNotFail);
    }
  }

  List<Done> cut() {
    List<Done> done = new ArrayList<>();
    open.forEach(
        (partition, fragments) -> {
          for (int i = 0; i < fragments.size(); i++) {
            Open fragment = fragments.get(i);
            byte[] value = fragment.bytes.toByteString().toByteArray();
            done.add(new Done(partition, i, fragment.items, value));
          }
        });
    return done;
  }
}
