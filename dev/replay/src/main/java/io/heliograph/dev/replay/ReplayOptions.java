/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How to replay, checked once.
 *
 * @param directory the recording
 * @param endpoint OTLP/gRPC, HOST:PORT
 * @param zipkin URL of the Zipkin v2 collector, for Zipkin recordings
 * @param speed times faster than recorded; {@link Double#POSITIVE_INFINITY} for as fast as it goes
 * @param shift moves all times so that the recording ends now, or when the replay will end
 * @param limit items to send, at most
 * @param batchItems items in one request
 * @param inFlight requests sent and not yet answered, at most
 * @param gzip compresses OTLP requests
 * @param run names this run; idempotency keys are made of it and the number of the batch
 * @param giveUpAfter how long one request is repeated
 */
public record ReplayOptions(
    Path directory,
    String endpoint,
    URI zipkin,
    double speed,
    boolean shift,
    long limit,
    int batchItems,
    int inFlight,
    boolean gzip,
    String run,
    Duration giveUpAfter) {
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9._-]{1,40}");
  private static final Pattern ENDPOINT = Pattern.compile("\\S+:\\d{1,5}");

  /**
   * Checks every setting.
   *
   * @throws IllegalArgumentException naming the setting, its value and its range
   */
  public ReplayOptions {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(zipkin, "zipkin");
    require(ENDPOINT.matcher(endpoint).matches(), "endpoint must be HOST:PORT, is " + endpoint);
    require(speed > 0, "speed must be over 0 or max, is " + speed);
    require(limit > 0, "limit must be at least 1, is " + limit);
    require(batchItems >= 1 && batchItems <= 10_000, "batch must be 1 to 10000, is " + batchItems);
    require(inFlight >= 1 && inFlight <= 256, "in-flight must be 1 to 256, is " + inFlight);
    require(
        RUN.matcher(run).matches(),
        "run must be 1 to 40 letters, digits, dots, dashes, is '" + run + "'");
    require(!giveUpAfter.isNegative(), "give-up-after must not be negative, is " + giveUpAfter);
  }

  /** Options for a directory; the defaults are as fast as it goes, to a stack on this machine. */
  public static Builder from(Path directory) {
    return new Builder(directory);
  }

  /** The settings, with their defaults. */
  public static final class Builder {
    private final Path directory;
    private String endpoint = "127.0.0.1:4317";
    private URI zipkin = URI.create("http://127.0.0.1:9411/api/v2/spans");
    private double speed = Double.POSITIVE_INFINITY;
    private boolean shift;
    private long limit = Long.MAX_VALUE;
    private int batchItems = 1_000;
    private int inFlight = 8;
    private boolean gzip;
    private String run = UUID.randomUUID().toString().substring(0, 13);
    private Duration giveUpAfter = Duration.ofMinutes(5);

    private Builder(Path directory) {
      this.directory = directory;
    }

    /** OTLP/gRPC, HOST:PORT; default 127.0.0.1:4317. */
    public Builder endpoint(String value) {
      this.endpoint = value;
      return this;
    }

    /** URL of the Zipkin v2 collector; default that of a stack on this machine. */
    public Builder zipkin(URI value) {
      this.zipkin = value;
      return this;
    }

    /** Times faster than recorded; default {@link Double#POSITIVE_INFINITY}. */
    public Builder speed(double value) {
      this.speed = value;
      return this;
    }

    /** Whether to move all times to now; default false. */
    public Builder shift(boolean value) {
      this.shift = value;
      return this;
    }

    /** Items to send, at most; default no limit. */
    public Builder limit(long value) {
      this.limit = value;
      return this;
    }

    /** Items in one request; default 1,000. */
    public Builder batchItems(int value) {
      this.batchItems = value;
      return this;
    }

    /** Requests sent and not yet answered; default 8. */
    public Builder inFlight(int value) {
      this.inFlight = value;
      return this;
    }

    /** Whether to compress OTLP requests; default false. */
    public Builder gzip(boolean value) {
      this.gzip = value;
      return this;
    }

    /** Names the run; default random. */
    public Builder run(String value) {
      this.run = value;
      return this;
    }

    /** How long one request is repeated; default 5 min. */
    public Builder giveUpAfter(Duration value) {
      this.giveUpAfter = value;
      return this;
    }

    /**
     * The checked options.
     *
     * @throws IllegalArgumentException naming the setting, its value and its range
     */
    public ReplayOptions build() {
      return new ReplayOptions(
          directory,
          endpoint,
          zipkin,
          speed,
          shift,
          limit,
          batchItems,
          inFlight,
          gzip,
          run,
          giveUpAfter);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
