/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.http;

import com.github.luben.zstd.ZstdInputStream;
import io.heliograph.gateway.intake.Body;
import io.heliograph.gateway.intake.Outcome.Refusal;
import io.heliograph.gateway.intake.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How a request body is compressed. */
enum Encoding {
  IDENTITY,
  GZIP,
  ZSTD;

  static final String SUPPORTED = "gzip, zstd, identity";

  /** 8 MiB, the most that RFC 9659 lets a zstd-coded HTTP message ask of its reader. */
  private static final int ZSTD_WINDOW_LOG = 23;

  /** The encoding named by a header, which may be absent; null if it is none of these. */
  static Encoding of(String header) {
    if (header == null) {
      return IDENTITY;
    }
    return switch (header.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "zstd" -> ZSTD;
      default -> null;
    };
  }

  /** Decompresses into {@code target}, which says how much that may be. */
  void decode(Body wire, Body target) throws RefusedException {
    InputStream compressed = new ByteArrayInputStream(wire.data(), 0, wire.length());
    try (InputStream plain = open(compressed)) {
      target.append(plain, 0);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  private InputStream open(InputStream compressed) throws IOException {
    return switch (this) {
      case IDENTITY -> compressed;
      case GZIP -> new GZIPInputStream(compressed, 8 * 1024);
      case ZSTD -> new ZstdInputStream(compressed).setLongMax(ZSTD_WINDOW_LOG);
    };
  }

  private RefusedException malformed(IOException e) {
    String name = name().toLowerCase(Locale.ROOT);
    return new RefusedException(Refusal.MALFORMED, "body is not " + name + ": " + e.getMessage());
  }
}
