/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.Registration;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.ServiceView;
import io.heliograph.registry.rules.RuleBook;
import io.heliograph.registry.rules.ServiceRules;
import io.heliograph.registry.v1.DeregisterRequest;
import io.heliograph.registry.v1.DeregisterResponse;
import io.heliograph.registry.v1.InstanceName;
import io.heliograph.registry.v1.ListRequest;
import io.heliograph.registry.v1.ListResponse;
import io.heliograph.registry.v1.ListServicesRequest;
import io.heliograph.registry.v1.ListServicesResponse;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegisterResponse;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.RenewRequest;
import io.heliograph.registry.v1.RenewResponse;
import io.heliograph.registry.v1.ServiceSize;
import io.heliograph.registry.v1.WatchRequest;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Registration and discovery over gRPC. Never blocks. */
public final class RegistryRpc extends RegistryGrpc.RegistryImplBase implements AutoCloseable {
  /** Of as much memory outside the heap as there is heap, which is what gRPC may take. */
  private static final int SHARE_OF_LARGE_ANSWERS = 8;

  private final Catalog catalog;
  private final RenewalPace pace;
  private final LongSupplier wallMillis;
  private final RuleBook rules;
  private final String life;
  private final Watches watches;

  /** The API. */
  public RegistryRpc(Catalog catalog, RenewalPace pace, LongSupplier wallMillis, RuleBook rules) {
    this.catalog = catalog;
    this.rules = rules;
    this.pace = pace;
    this.wallMillis = wallMillis;
    life = catalog.node() + "/" + Long.toString(wallMillis.getAsLong(), Character.MAX_RADIX);
    watches =
        new Watches(
            catalog,
            rules,
            life,
            wallMillis,
            Runtime.getRuntime().maxMemory() / SHARE_OF_LARGE_ANSWERS,
            Watches.TAKE_MILLIS);
  }

  /**
   * Has somebody hear of each change that was handed to a watch.
   *
   * @param listener is given when the change was taken in here, by {@link System#nanoTime}
   */
  public void tellPushes(LongConsumer listener) {
    watches.tellPushes(listener);
  }

  /** How many streams watch. */
  public int watches() {
    return watches.open();
  }

  /** Bytes of large answers to them that their clients have not taken. */
  public long watchBytes() {
    return watches.largeUnderWay() + watches.untaken();
  }

  /** Streams that were ended since their clients did not read, and the memory was needed. */
  public long watchesGivenUp() {
    return watches.givenUp();
  }

  private interface Action<A> {
    A run() throws Refusal, CatalogFullException;
  }

  private static <A> void answer(StreamObserver<A> to, Action<A> action) {
    try {
      to.onNext(action.run());
      to.onCompleted();
    } catch (Refusal e) {
      to.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    } catch (CatalogFullException e) {
      to.onError(Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  @Override
  public void register(RegisterRequest request, StreamObserver<RegisterResponse> to) {
    answer(
        to,
        () -> {
          RequestLimits.check(request);
          ServiceName service =
              InstanceMessages.service(request.getNamespace(), request.getService());
          Instance instance = InstanceMessages.read(request.getInstance());
          Registration registration = catalog.register(service, instance);
          return RegisterResponse.newBuilder()
              .setLeaseSeconds(instance.leaseSeconds())
              .setRenewAfterMillis((int) pace.afterMillis(instance.leaseSeconds()))
              .setRevision(registration.revision())
              .build();
        });
  }

  @Override
  public void renew(RenewRequest request, StreamObserver<RenewResponse> to) {
    answer(
        to,
        () -> {
          RequestLimits.check(request);
          InstanceLimits.number(
              "instances", request.getInstancesCount(), 1, RequestLimits.MAX_RENEWALS);
          RenewResponse.Builder answer = RenewResponse.newBuilder();
          int shortest = InstanceLimits.MAX_LEASE_SECONDS;
          for (InstanceName name : request.getInstancesList()) {
            int lease =
                catalog.renew(
                    InstanceMessages.service(name.getNamespace(), name.getService()),
                    InstanceLimits.name("id", name.getId()));
            if (lease == 0) {
              answer.addUnknown(name);
            } else {
              shortest = Math.min(shortest, lease);
            }
          }
          return answer.setRenewAfterMillis((int) pace.afterMillis(shortest)).build();
        });
  }

  @Override
  public void deregister(DeregisterRequest request, StreamObserver<DeregisterResponse> to) {
    InstanceName name = request.getInstance();
    try {
      ServiceName service = InstanceMessages.service(name.getNamespace(), name.getService());
      if (!catalog.deregister(service, InstanceLimits.name("id", name.getId()))) {
        to.onError(
            Status.NOT_FOUND
                .withDescription(
                    "no instance %s of %s is registered".formatted(name.getId(), service))
                .asRuntimeException());
        return;
      }
    } catch (Refusal e) {
      to.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    to.onNext(DeregisterResponse.getDefaultInstance());
    to.onCompleted();
  }

  @Override
  public StreamObserver<RegisterRequest> hold(StreamObserver<RegisterResponse> to) {
    return new HeldLeases(catalog, (ServerCallStreamObserver<RegisterResponse>) to);
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> to) {
    ServiceName service;
    try {
      service = InstanceMessages.service(request.getNamespace(), request.getService());
    } catch (Refusal e) {
      to.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    boolean verified = catalog.isVerified(service); // before it is read
    ServiceView view = catalog.view(service);
    if (view.instances().isEmpty() && !verified) {
      to.onError(Watches.UNVERIFIED.asRuntimeException());
      return;
    }
    ServiceRules ruled = rules.of(service);
    long now = wallMillis.getAsLong();
    ListResponse.Builder answer =
        ListResponse.newBuilder()
            .setNode(life)
            .setRevision(view.revision())
            .setStaleMillis(catalog.staleMillis(service).orElse(0));
    for (Listed listed : view.instances()) {
      answer.addInstances(InstanceMessages.of(listed, ruled, now));
    }
    to.onNext(answer.build());
    to.onCompleted();
  }

  /** The service; its watches are answered with bytes that are shared. */
  public BindableService service() {
    return () -> WatchAnswer.in(BoundedRequests.in(bindService()), this::tell);
  }

  private void tell(WatchRequest request, StreamObserver<WatchAnswer> to) {
    try {
      InstanceLimits.number("rules_version", request.getRulesVersion(), 0, Long.MAX_VALUE);
      watches.begin(
          InstanceMessages.service(request.getNamespace(), request.getService()),
          request.getNode().equals(life) ? Optional.of(request.getRevision()) : Optional.empty(),
          request.hasRulesVersion() ? Optional.of(request.getRulesVersion()) : Optional.empty(),
          (ServerCallStreamObserver<WatchAnswer>) to);
    } catch (Refusal e) {
      to.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  @Override
  public void listServices(ListServicesRequest request, StreamObserver<ListServicesResponse> to) {
    answer(
        to,
        () -> {
          ListServicesResponse.Builder answer = ListServicesResponse.newBuilder();
          catalog
              .services(InstanceMessages.namespace(request.getNamespace()))
              .forEach(
                  (service, instances) ->
                      answer.addServices(
                          ServiceSize.newBuilder().setService(service).setInstances(instances)));
          return answer.build();
        });
  }

  /** Ends all watches, so that their clients turn to another node. */
  public void drain() {
    watches.drain();
  }

  @Override
  public void close() {
    watches.close();
  }
}
