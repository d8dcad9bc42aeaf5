/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.Entry;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.peer.v1.Bucket;
import io.heliograph.registry.peer.v1.CompareRequest;
import io.heliograph.registry.peer.v1.CompareResponse;
import io.heliograph.registry.peer.v1.ExchangeRequest;
import io.heliograph.registry.peer.v1.ExchangeResponse;
import io.heliograph.registry.peer.v1.Life;
import io.heliograph.registry.peer.v1.PeersGrpc;
import io.heliograph.registry.peer.v1.PushRequest;
import io.heliograph.registry.peer.v1.PushResponse;
import io.heliograph.registry.rpc.InstanceMessages;
import io.heliograph.registry.v1.InstanceName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the other nodes ask of this one. Never blocks. */
public final class PeerRpc extends PeersGrpc.PeersImplBase {
  /** Of one message: 1,000 entries of 20 KiB at most, or {@value #MOST_VERSIONS} names. */
  public static final int MOST_MESSAGE_BYTES = 32 << 20;

  /** Of one answer; the rest comes with the next comparison. */
  static final int MOST_VERSIONS = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(PeerRpc.class);

  private final Catalog catalog;

  public PeerRpc(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Takes entries in; one that this node cannot take is told and left out. */
  static void merge(Catalog catalog, List<io.heliograph.registry.peer.v1.Entry> entries) {
    for (io.heliograph.registry.peer.v1.Entry message : entries) {
      try {
        catalog.merge(EntryMessages.read(message));
      } catch (Refusal e) {
        LOG.warn("an entry of node {} is left out: {}", message.getNode(), e.getMessage());
      }
    }
  }

  /** Takes in when nodes were heard of; who says so was heard just now. */
  static void heard(Catalog catalog, String from, List<Life> lives) {
    catalog.lives().heard(from, 0);
    for (Life life : lives) {
      if (!life.getNode().equals(catalog.node())) {
        catalog.lives().heard(life.getNode(), life.getSilentMillis());
      }
    }
  }

  private static void silences(Catalog catalog, PushRequest request) {
    if (request.hasSilences()) {
      try {
        catalog.silentElsewhere(request.getNode(), SilenceMessages.read(request.getSilences()));
      } catch (Refusal e) {
        LOG.warn("what node {} says is silent is left out: {}", request.getNode(), e.getMessage());
      }
    }
  }

  static List<Life> lives(Catalog catalog) {
    List<Life> lives = new ArrayList<>();
    catalog
        .lives()
        .silentMillis()
        .forEach(
            (node, silent) ->
                lives.add(Life.newBuilder().setNode(node).setSilentMillis(silent).build()));
    return lives;
  }

  @Override
  public StreamObserver<PushRequest> push(StreamObserver<PushResponse> to) {
    return new StreamObserver<>() {
      @Override
      public void onNext(PushRequest request) {
        heard(catalog, request.getNode(), request.getLivesList());
        silences(catalog, request);
        merge(catalog, request.getEntriesList());
        for (InstanceName name : request.getRenewedList()) {
          try {
            catalog.renewedElsewhere(
                InstanceMessages.service(name.getNamespace(), name.getService()), name.getId());
          } catch (Refusal e) {
            LOG.warn("a renewal from node {} is left out: {}", request.getNode(), e.getMessage());
          }
        }
        to.onNext(
            PushResponse.newBuilder().setNode(catalog.node()).addAllLives(lives(catalog)).build());
      }

      @Override
      public void onError(Throwable lost) {
        LOG.debug("a node that pushed is gone", lost);
      }

      @Override
      public void onCompleted() {
        to.onCompleted();
      }
    };
  }

  @Override
  public void compare(CompareRequest request, StreamObserver<CompareResponse> to) {
    if (request.getDigestsCount() != Entry.BUCKETS) {
      to.onError(
          Status.INVALID_ARGUMENT
              .withDescription(
                  "digests are %d: give %d".formatted(request.getDigestsCount(), Entry.BUCKETS))
              .asRuntimeException());
      return;
    }
    catalog.lives().heard(request.getNode(), 0);
    long[] own = catalog.digests();
    BitSet differing = new BitSet(Entry.BUCKETS);
    for (int i = 0; i < own.length; i++) {
      differing.set(i, own[i] != request.getDigests(i));
    }
    CompareResponse.Builder answer =
        CompareResponse.newBuilder()
            .setNode(catalog.node())
            .setDiffering(differing.cardinality())
            .setVerified(catalog.isVerified());
    buckets(differing).forEach(answer::addBuckets);
    to.onNext(answer.build());
    to.onCompleted();
  }

  /** As many whole buckets as an answer may hold, at least one. */
  private List<Bucket> buckets(BitSet differing) {
    Map<Integer, Bucket.Builder> all = new TreeMap<>();
    differing.stream().forEach(bucket -> all.put(bucket, Bucket.newBuilder().setNumber(bucket)));
    if (!all.isEmpty()) {
      catalog.forEachEntry(
          differing, entry -> all.get(entry.bucket()).addVersions(EntryMessages.version(entry)));
    }
    List<Bucket> some = new ArrayList<>();
    int versions = 0;
    for (Bucket.Builder bucket : all.values()) {
      versions += bucket.getVersionsCount();
      if (!some.isEmpty() && versions > MOST_VERSIONS) {
        break;
      }
      some.add(bucket.build());
    }
    return some;
  }

  @Override
  public void exchange(ExchangeRequest request, StreamObserver<ExchangeResponse> to) {
    catalog.lives().heard(request.getNode(), 0);
    merge(catalog, request.getEntriesList());
    ExchangeResponse.Builder answer = ExchangeResponse.newBuilder();
    try {
      for (InstanceName name : request.getWantedList()) {
        catalog
            .entry(InstanceMessages.service(name.getNamespace(), name.getService()), name.getId())
            .ifPresent(entry -> answer.addEntries(EntryMessages.of(entry)));
      }
    } catch (Refusal e) {
      to.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    to.onNext(answer.build());
    to.onCompleted();
  }
}
