/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventKind;
import io.heliograph.v1.ReleaseKind;
import java.time.Clock;
import java.util.Objects;

/**
 * Reports how config releases are published and how they arrive at instances. Each method returns
 * false if the event was dropped and counted.
 */
public final class ConfigEventReporter {
  private static final int MAX_ERROR_CHARS = 1_000; // at most 4,096 bytes of UTF-8

  private final HeliographReporter reporter;
  private final Clock clock;

  /** A reporter of config events. */
  public ConfigEventReporter(HeliographReporter reporter) {
    this(reporter, Clock.systemUTC());
  }

  ConfigEventReporter(HeliographReporter reporter, Clock clock) {
    this.reporter = Objects.requireNonNull(reporter, "reporter");
    this.clock = clock;
  }

  /**
   * A release of a config item.
   *
   * @param releaseId 1 to 255 bytes, unique
   * @param namespace empty means "default"
   * @param app 1 to 255 bytes
   * @param item 1 to 255 bytes
   * @param version of the item
   */
  public record Release(
      String releaseId, String namespace, String app, String item, long version) {}

  /**
   * The release was published.
   *
   * @param target whom a gray release is for, e.g. {@code room=a}; empty for a full one
   */
  public boolean published(Release release, ReleaseKind kind, String target, String publisher) {
    return reporter.report(
        event(release, ConfigEventKind.CONFIG_EVENT_KIND_PUBLISHED)
            .setReleaseKind(kind)
            .setTarget(target)
            .setPublisher(publisher)
            .build());
  }

  /** A later release of the item took this one's place. */
  public boolean superseded(Release release) {
    return reporter.report(event(release, ConfigEventKind.CONFIG_EVENT_KIND_SUPERSEDED).build());
  }

  /** The release reached an instance. */
  public boolean received(Release release, String instanceId) {
    return arrival(release, instanceId, ConfigEventKind.CONFIG_EVENT_KIND_RECEIVED, "");
  }

  /** The instance works by the release. */
  public boolean applied(Release release, String instanceId) {
    return arrival(release, instanceId, ConfigEventKind.CONFIG_EVENT_KIND_APPLIED, "");
  }

  /** The instance refused the release; errors over 1,000 characters are cut. */
  public boolean rejected(Release release, String instanceId, String error) {
    return arrival(release, instanceId, ConfigEventKind.CONFIG_EVENT_KIND_REJECTED, error);
  }

  private boolean arrival(Release release, String instanceId, ConfigEventKind kind, String error) {
    return reporter.report(
        event(release, kind).setInstanceId(instanceId).setError(cut(error)).build());
  }

  private ConfigEvent.Builder event(Release release, ConfigEventKind kind) {
    return ConfigEvent.newBuilder()
        .setReleaseId(release.releaseId())
        .setNamespace(release.namespace())
        .setApp(release.app())
        .setItem(release.item())
        .setVersion(release.version())
        .setKind(kind)
        .setTimeUnixNano(Heartbeater.nanos(clock.instant()));
  }

  static String cut(String error) {
    String text = error == null ? "" : error;
    return text.length() <= MAX_ERROR_CHARS ? text : text.substring(0, MAX_ERROR_CHARS);
  }
}
