/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the health job's advice does to the instances of a service. Its caller holds the lock of the
 * service.
 */
final class Advising {
  private final AdviceBook book;
  private volatile double share = ProtectionLimits.DEFAULT.adviceShare();

  Advising(AdviceBook book) {
    this.book = book;
  }

  AdviceBook book() {
    return book;
  }

  /** Sets how much of a service advice may take out. */
  void limit(double adviceShare) {
    share = adviceShare;
  }

  /** What is said of an instance that is to be listed. */
  Listed first(Lease lease) {
    return lease.listed.with(book.of(lease.service, lease.id), false);
  }

  /** Takes note of advice; returns whether it is news but for its time. */
  boolean advise(ServiceLeases leases, Lease lease, Advice given) {
    Listed before = lease.listed;
    lease.listed = before.with(given, before.out() && given.state() == Advice.State.DOWN);
    leases.advised(lease);
    return before.advice().state() != lease.listed.advice().state()
        || before.advice().score() != lease.listed.advice().score();
  }

  /**
   * Takes out those that are DOWN, the longest so first, as long as the others are enough: advice
   * never takes more of a service than a share, however wrong it is.
   *
   * @return those that were taken out or taken back
   */
  List<Lease> bound(ServiceLeases leases) {
    if (leases.down().isEmpty()) {
      return List.of();
    }
    List<Lease> down = new ArrayList<>(leases.down());
    int most = (int) (leases.size() * share);
    down.sort(
        Comparator.comparingLong((Lease lease) -> lease.listed.advice().timeMillis())
            .thenComparing(lease -> lease.id));
    List<Lease> turned = new ArrayList<>();
    for (int i = 0; i < down.size(); i++) {
      Lease lease = down.get(i);
      boolean out = i < most;
      if (lease.listed.out() != out) {
        lease.listed = lease.listed.with(lease.listed.advice(), out);
        turned.add(lease);
      }
    }
    return turned;
  }
}
