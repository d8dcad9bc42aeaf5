/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** Healthy while a URL answers 200. */
public final class HttpHealth implements HealthCheck {
  private static final int TIMEOUT_MILLIS = 3_000;
  private final URI uri;

  public HttpHealth(URI uri) {
    this.uri = uri;
  }

  /** The usual case: a path on a port of a host. */
  public static HttpHealth at(String host, int port, String path) {
    return new HttpHealth(URI.create("http://" + host + ":" + port + path));
  }

  @Override
  public Optional<String> problem() {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setUseCaches(false);
      int status = connection.getResponseCode();
      try (InputStream body =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        if (body != null) {
          body.skipNBytes(Math.min(body.available(), 1 << 16));
        }
      }
      return status == 200 ? Optional.empty() : Optional.of(uri + " answers " + status);
    } catch (IOException e) {
      return Optional.of(
          uri + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    }
  }
}
