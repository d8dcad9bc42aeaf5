/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import io.heliograph.jobs.config.ConfigFact.Kind;
import io.heliograph.jobs.keyed.Revision;
import javax.annotation.Nullable;

/**
 * The life of a release: published once, superseded at most once, in any order of arrival. The
 * first publication wins; what repeats it changes nothing.
 */
final class ReleaseRules {
  static final String PUBLISHED = "published";
  static final String SUPERSEDED = "superseded";

  private ReleaseRules() {}

  /** The release after a fact; {@code known} itself if that told nothing new. */
  static ReleaseState onFact(@Nullable ReleaseState known, ConfigFact fact) {
    boolean superseded = known != null && known.status().equals(SUPERSEDED);
    if (fact.kind() == Kind.PUBLISHED) {
      return known != null && known.published()
          ? known
          : described(known, fact, true, superseded ? SUPERSEDED : PUBLISHED);
    }
    if (superseded) {
      return known;
    }
    return known == null
        ? described(null, fact, false, SUPERSEDED)
        : superseded(known, fact.origin().timestampMillis());
  }

  private static ReleaseState described(
      @Nullable ReleaseState known, ConfigFact fact, boolean published, String status) {
    long millis = fact.origin().timestampMillis();
    return new ReleaseState(
        fact.releaseId(),
        fact.namespace(),
        fact.app(),
        fact.item(),
        fact.version(),
        fact.releaseKind(),
        fact.target(),
        fact.publisher(),
        published,
        fact.timeMillis(),
        status,
        millis,
        Revision.next(known == null ? 0 : known.revision(), millis));
  }

  private static ReleaseState superseded(ReleaseState known, long millis) {
    return new ReleaseState(
        known.releaseId(),
        known.namespace(),
        known.app(),
        known.item(),
        known.version(),
        known.kind(),
        known.target(),
        known.publisher(),
        known.published(),
        known.publishedMillis(),
        SUPERSEDED,
        millis,
        Revision.next(known.revision(), millis));
  }
}
