/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.InstanceName;
import io.heliograph.registry.v1.Location;
import io.heliograph.registry.v1.RegisterRequest;
import java.util.Locale;

/**
 * The instances of a fleet, by number: as a request of HTTP, as a message, as Eureka's clients say
 * it. Instances with neighbouring numbers are of different services, as beats of a fleet come.
 *
 * @param namespace empty for the default one
 * @param services how many there are; instance i is of service i % services
 * @param leaseSeconds of each
 */
record Population(String namespace, int services, int leaseSeconds) {
  private static final String[] ROOMS = {"a", "b", "c", "d"};

  String service(int i) {
    return "service-%04d".formatted(i % services);
  }

  static String id(int i) {
    return "instance-%06d".formatted(i);
  }

  static String host(int i) {
    return "10.%d.%d.%d".formatted(i >> 16 & 255, i >> 8 & 255, i & 255);
  }

  /** Registers or renews. */
  byte[] put(int i) {
    String body =
        """
        {"host":"%s","port":8080,"protocol":"grpc","version":"1.4.2","group":"blue","leaseSeconds":%d,\
        "location":{"city":"sh","center":"sh-1","room":"%s"},"tags":{"tier":"gold"}}\
        """
            .formatted(host(i), leaseSeconds, ROOMS[i % ROOMS.length]);
    return request("PUT", path(service(i)) + "/" + id(i), body);
  }

  /** Takes out. */
  byte[] delete(int i) {
    return request("DELETE", path(service(i)) + "/" + id(i), "");
  }

  /** Lists a service, once it has changed since a revision if one is given. */
  byte[] list(int service, String revision) {
    String query = revision.isEmpty() ? "" : "?wait=60s&revision=" + revision;
    return request("GET", path(service(service)) + query, "");
  }

  private String path(String service) {
    String in = namespace.isEmpty() ? "default" : namespace;
    return "/v1/namespaces/" + in + "/services/" + service + "/instances";
  }

  RegisterRequest register(int i) {
    return RegisterRequest.newBuilder()
        .setNamespace(namespace)
        .setService(service(i))
        .setInstance(instance(i))
        .build();
  }

  Instance.Builder instance(int i) {
    return Instance.newBuilder()
        .setId(id(i))
        .setHost(host(i))
        .setPort(8080)
        .setProtocol("grpc")
        .setVersion("1.4.2")
        .setGroup("blue")
        .setLeaseSeconds(leaseSeconds)
        .setLocation(
            Location.newBuilder().setCity("sh").setCenter("sh-1").setRoom(ROOMS[i % ROOMS.length]))
        .putTags("tier", "gold");
  }

  InstanceName name(int i) {
    return InstanceName.newBuilder()
        .setNamespace(namespace)
        .setService(service(i))
        .setId(id(i))
        .build();
  }

  /** Registers with Eureka, as its own client does in JSON. */
  byte[] eurekaPost(int i, String version) {
    String service = service(i);
    String body =
        """
        {"instance":{"instanceId":"%s","hostName":"%s","app":"%s","ipAddr":"%s","status":"UP",\
        "port":{"$":8080,"@enabled":"true"},"vipAddress":"%s",\
        "dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},\
        "leaseInfo":{"renewalIntervalInSecs":10,"durationInSecs":%d},\
        "metadata":{"version":"%s","group":"blue","room":"%s","tier":"gold"}}}\
        """
            .formatted(
                id(i),
                host(i),
                service.toUpperCase(Locale.ROOT),
                host(i),
                service,
                leaseSeconds,
                version,
                ROOMS[i % ROOMS.length]);
    return request("POST", "/eureka/apps/" + service.toUpperCase(Locale.ROOT), body);
  }

  /** Renews with Eureka. */
  byte[] eurekaPut(int i) {
    return request("PUT", "/eureka/apps/" + service(i).toUpperCase(Locale.ROOT) + "/" + id(i), "");
  }

  private static byte[] request(String method, String path, String body) {
    String head =
        "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n".formatted(method, path);
    String entity =
        method.equals("GET")
            ? "\r\n"
            : "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.getBytes(UTF_8).length, body);
    return (head + entity).getBytes(UTF_8);
  }
}
