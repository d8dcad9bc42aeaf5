/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The last advice on each instance, also on those that are not registered here yet. When it stops
 * coming, the last stays. Holds so many; beyond, what comes on others is not kept, but counted.
 * Thread-safe.
 */
final class AdviceBook {
  private record Name(ServiceName service, String id) {}

  private final int most;
  private final Map<Name, Advice> last = new ConcurrentHashMap<>();
  private final LongAdder ignored = new LongAdder();

  AdviceBook(int most) {
    this.most = most;
  }

  /** False if it is older than what is known, or too many are. */
  boolean put(ServiceName service, String id, Advice advice) {
    Name name = new Name(service, id);
    Advice known = last.get(name);
    if (known == null ? last.size() >= most : known.timeMillis() > advice.timeMillis()) {
      ignored.increment();
      return false;
    }
    last.put(name, advice);
    return true;
  }

  void remove(ServiceName service, String id) {
    last.remove(new Name(service, id));
  }

  Advice of(ServiceName service, String id) {
    return last.getOrDefault(new Name(service, id), Advice.NONE);
  }

  int size() {
    return last.size();
  }

  /** Advice that came too late, or on too many. */
  long ignored() {
    return ignored.sum();
  }
}
