/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Resolves {@code peers:///HOST:PORT,HOST:PORT} to just these addresses. */
final class PeerResolver extends NameResolverProvider {
  static final String SCHEME = "peers";

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return 5;
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    return target.getScheme().equals(SCHEME) ? resolver(target.getPath().substring(1)) : null;
  }

  private static NameResolver resolver(String addresses) {
    return new NameResolver() {
      @Override
      public String getServiceAuthority() {
        return "shop";
      }

      @Override
      public void start(Listener2 listener) {
        listener.onResult(
            ResolutionResult.newBuilder()
                .setAddressesOrError(StatusOr.fromValue(groups(addresses)))
                .build());
      }

      @Override
      public void shutdown() {}
    };
  }

  private static List<EquivalentAddressGroup> groups(String addresses) {
    List<EquivalentAddressGroup> groups = new ArrayList<>();
    for (String address : addresses.split(",", -1)) {
      int colon = address.lastIndexOf(':');
      groups.add(
          new EquivalentAddressGroup(
              new InetSocketAddress(
                  address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))));
    }
    return groups;
  }
}
