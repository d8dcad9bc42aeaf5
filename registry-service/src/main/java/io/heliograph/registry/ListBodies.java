/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.ServiceView;
import io.heliograph.registry.rules.ServiceRules;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The lists that are being written to clients. All who are told the same within {@value
 * #SAME_MILLIS} ms share its bytes, and all bytes together are bounded: a list beyond is not made
 * into an answer. Thread-safe.
 */
final class ListBodies {
  /** For so long weights that rise by themselves count as the same. */
  static final long SAME_MILLIS = 100;

  private record Name(ServiceName service, String query) {}

  private final long most;
  private final LongSupplier steadyMillis;
  private final Map<Name, Body> last = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * None yet.
   *
   * @param most bytes of all together; a single one always may be
   */
  ListBodies(long most, LongSupplier steadyMillis) {
    this.most = most;
    this.steadyMillis = steadyMillis;
  }

  /**
   * Takes a list that somebody is being sent already, or makes it. To be {@linkplain Body#release
   * released} once it is sent.
   *
   * @param query what of the service is asked for
   * @param view who is in the service; the same object for as long as that does not change
   * @param rules likewise
   * @return empty if there is no room
   */
  Optional<Body> take(
      ServiceName service,
      String query,
      ServiceView view,
      ServiceRules rules,
      Supplier<byte[]> make) {
    Name name = new Name(service, query);
    Body[] taken = new Body[1];
    last.compute(
        name,
        (same, known) -> {
          if (known != null && known.isOf(view, rules) && known.retain()) {
            taken[0] = known;
            return known;
          }
          byte[] made = make.get();
          if (!hasRoom(made.length)) {
            return known;
          }
          taken[0] = new Body(name, view, rules, made);
          return taken[0];
        });
    return Optional.ofNullable(taken[0]);
  }

  private boolean hasRoom(long more) {
    while (true) {
      long now = bytes.get();
      if (now > 0 && now + more > most) {
        return false;
      }
      if (bytes.compareAndSet(now, now + more)) {
        return true;
      }
    }
  }

  /** Of all that are being sent. */
  long bytes() {
    return bytes.get();
  }

  /** A list, until all who share it have been sent it. */
  final class Body {
    private final Name name;
    private final ServiceView view;
    private final ServiceRules rules;
    private final byte[] json;
    private final long madeMillis = steadyMillis.getAsLong();
    private int sharers = 1;

    private Body(Name name, ServiceView view, ServiceRules rules, byte[] json) {
      this.name = name;
      this.view = view;
      this.rules = rules;
      this.json = json;
    }

    @SuppressWarnings("ReferenceEquality") // equal ones need not be found, and cost a comparison
    private boolean isOf(ServiceView otherView, ServiceRules otherRules) {
      return view == otherView
          && rules == otherRules
          && steadyMillis.getAsLong() - madeMillis < SAME_MILLIS;
    }

    private synchronized boolean retain() {
      if (sharers == 0) {
        return false;
      }
      sharers++;
      return true;
    }

    byte[] json() {
      return json;
    }

    /** One of those who share it has been sent it, or has gone. */
    void release() {
      boolean over;
      synchronized (this) {
        sharers--;
        over = sharers == 0;
      }
      if (over) {
        bytes.addAndGet(-json.length);
        last.remove(name, this);
      }
    }
  }
}
