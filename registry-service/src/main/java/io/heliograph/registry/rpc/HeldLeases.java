/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.Registration;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegisterResponse;
import java.util.HashSet;
import java.util.Set;

/**
 * The leases that one stream holds. A stream that ends well takes its instances out; one that is
 * lost lets their leases run out. gRPC calls it one after the other.
 */
final class HeldLeases implements StreamObserver<RegisterRequest> {
  /** Of one stream, such as an agent's. */
  static final int MOST_NAMES = 10_000;

  private record Name(ServiceName service, String id) {}

  private final Catalog catalog;
  private final ServerCallStreamObserver<RegisterResponse> answers;
  private final Set<Name> held = new HashSet<>();
  private boolean ended;

  HeldLeases(Catalog catalog, ServerCallStreamObserver<RegisterResponse> answers) {
    this.catalog = catalog;
    this.answers = answers;
    answers.setOnCancelHandler(() -> end(false));
  }

  @Override
  public void onNext(RegisterRequest request) {
    if (ended) {
      return;
    }
    try {
      RequestLimits.check(request);
      ServiceName service = InstanceMessages.service(request.getNamespace(), request.getService());
      Instance instance = InstanceMessages.read(request.getInstance());
      Registration registration = hold(service, instance);
      answers.onNext(
          RegisterResponse.newBuilder()
              .setLeaseSeconds(instance.leaseSeconds())
              .setRevision(registration.revision())
              .build());
    } catch (Refusal e) {
      fail(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
    } catch (CatalogFullException e) {
      fail(Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()));
    }
  }

  private Registration hold(ServiceName service, Instance instance)
      throws Refusal, CatalogFullException {
    Name name = new Name(service, instance.id());
    if (held.contains(name)) {
      return catalog.register(service, instance);
    }
    InstanceLimits.number("instances of this stream", held.size() + 1L, 1, MOST_NAMES);
    Registration registration = catalog.hold(service, instance);
    held.add(name);
    return registration;
  }

  /** The stream ends, but nobody has said that the instances are gone. */
  private void fail(Status status) {
    end(false);
    answers.onError(status.asRuntimeException());
  }

  @Override
  public void onError(Throwable lost) {
    end(false);
  }

  @Override
  public void onCompleted() {
    end(true);
    answers.onCompleted();
  }

  private void end(boolean deregister) {
    if (!ended) {
      ended = true;
      held.forEach(name -> catalog.release(name.service(), name.id(), deregister));
      held.clear();
    }
  }
}
