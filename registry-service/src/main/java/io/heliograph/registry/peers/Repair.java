/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.Entry;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.Stamp;
import io.heliograph.registry.peer.v1.Bucket;
import io.heliograph.registry.peer.v1.CompareRequest;
import io.heliograph.registry.peer.v1.CompareResponse;
import io.heliograph.registry.peer.v1.ExchangeRequest;
import io.heliograph.registry.peer.v1.ExchangeResponse;
import io.heliograph.registry.peer.v1.PeersGrpc;
import io.heliograph.registry.peer.v1.PeersGrpc.PeersBlockingStub;
import io.heliograph.registry.peer.v1.Version;
import io.heliograph.registry.rpc.InstanceMessages;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes two nodes equal: by the digests of their buckets it finds those that differ, by the
 * versions in them the entries, and only these travel, both ways (anti-entropy, Demers et al.
 * 1987).
 */
final class Repair {
  private static final int BATCH = 1_000;
  private static final long TIMEOUT_SECONDS = 5;

  /** Of one repair, so that two nodes that never get equal do not go on for ever. */
  private static final int MOST_ROUNDS = 100;

  private final Catalog catalog;
  private final PeersBlockingStub peer;

  /** With the node that a channel leads to. */
  Repair(Catalog catalog, Channel channel) {
    this.catalog = catalog;
    peer = PeersGrpc.newBlockingStub(channel);
  }

  /**
   * How a repair ended.
   *
   * @param equal whether the nodes are equal now; if not, the next repair goes on
   * @param verified whether the other node knows the whole fleet
   * @param repaired entries that went either way
   */
  record Outcome(boolean equal, boolean verified, int repaired) {}

  /**
   * Compares and repairs. Blocks.
   *
   * @throws StatusRuntimeException if the other node cannot be reached
   */
  Outcome run() {
    int repaired = 0;
    boolean more = true;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      CompareResponse answer = compare();
      if (answer.getDiffering() == 0) {
        return new Outcome(true, answer.getVerified(), repaired);
      }
      if (!more) {
        break; // it has changed meanwhile: the next repair looks whether that has come by itself
      }
      int before = repaired;
      repaired += repair(answer.getBucketsList());
      if (repaired == before) {
        break; // changes that are on their way
      }
      more = answer.getBucketsCount() < answer.getDiffering();
    }
    return new Outcome(false, false, repaired);
  }

  private PeersBlockingStub inTime() {
    return peer.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private CompareResponse compare() {
    CompareRequest.Builder request = CompareRequest.newBuilder().setNode(catalog.node());
    for (long digest : catalog.digests()) {
      request.addDigests(digest);
    }
    return inTime().compare(request.build());
  }

  private record Name(ServiceName service, String id) {}

  private int repair(List<Bucket> buckets) {
    Map<Name, Stamp> theirs = new HashMap<>();
    BitSet numbers = new BitSet(Entry.BUCKETS);
    for (Bucket bucket : buckets) {
      numbers.set(bucket.getNumber());
      for (Version version : bucket.getVersionsList()) {
        read(version, theirs);
      }
    }
    List<Entry> given = new ArrayList<>();
    catalog.forEachEntry(
        numbers,
        entry -> {
          Stamp other = theirs.get(new Name(entry.service(), entry.id()));
          int order = other == null ? 1 : entry.stamp().compareTo(other);
          if (order > 0) {
            given.add(entry);
          }
          if (order >= 0) {
            theirs.remove(new Name(entry.service(), entry.id()));
          }
        });
    List<Name> wanted = new ArrayList<>(theirs.keySet());
    for (int at = 0; at < Math.max(given.size(), wanted.size()); at += BATCH) {
      exchange(part(given, at), part(wanted, at));
    }
    return given.size() + wanted.size();
  }

  private static void read(Version version, Map<Name, Stamp> into) {
    try {
      into.put(
          new Name(
              InstanceMessages.service(version.getNamespace(), version.getService()),
              version.getId()),
          EntryMessages.stamp(version));
    } catch (Refusal e) {
      throw new IllegalArgumentException("a version that is none: " + e.getMessage(), e);
    }
  }

  private static <T> List<T> part(List<T> all, int from) {
    return from >= all.size() ? List.of() : all.subList(from, Math.min(all.size(), from + BATCH));
  }

  private void exchange(List<Entry> given, List<Name> wanted) {
    ExchangeRequest.Builder request = ExchangeRequest.newBuilder().setNode(catalog.node());
    given.forEach(entry -> request.addEntries(EntryMessages.of(entry)));
    wanted.forEach(name -> request.addWanted(InstanceMessages.name(name.service(), name.id())));
    ExchangeResponse answer = inTime().exchange(request.build());
    PeerRpc.merge(catalog, answer.getEntriesList());
  }
}
