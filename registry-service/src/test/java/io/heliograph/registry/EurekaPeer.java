/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.appinfo.MyDataCenterInstanceConfig;
import com.netflix.appinfo.providers.EurekaConfigBasedInstanceInfoProvider;
import com.netflix.discovery.DefaultEurekaClientConfig;
import com.netflix.discovery.DiscoveryClient;
import com.netflix.discovery.EurekaClient;
import com.netflix.discovery.shared.Application;
import com.netflix.discovery.shared.transport.jersey3.Jersey3TransportClientFactories;
import java.util.List;
import java.util.Map;

/** A process with Netflix's client in it; set to beat, report and look each second. */
final class EurekaPeer implements AutoCloseable {
  private final ApplicationInfoManager self;
  private final DiscoveryClient client;
  private boolean cancels = true;

  EurekaPeer(int serverPort, String app, int port, Map<String, String> metadata) {
    this(List.of("http://127.0.0.1:" + serverPort + "/eureka/"), app, port, metadata);
  }

  /** Of several nodes the client takes one, and turns to another when that does not answer. */
  EurekaPeer(List<String> urls, String app, int port, Map<String, String> metadata) {
    MyDataCenterInstanceConfig config = instance(app, port, metadata);
    self =
        new ApplicationInfoManager(
            config,
            new EurekaConfigBasedInstanceInfoProvider(config).get(),
            (ApplicationInfoManager.OptionalArgs) null);
    self.setInstanceStatus(InstanceStatus.UP);
    client =
        new DiscoveryClient(self, settings(urls), Jersey3TransportClientFactories.getInstance());
  }

  EurekaClient client() {
    return client;
  }

  /** The instances it has heard of, those that are up. */
  List<InstanceInfo> instances(String app) {
    Application application = client.getApplication(app);
    return application == null ? List.of() : application.getInstances();
  }

  void metadata(Map<String, String> entries) {
    self.registerAppMetadata(entries);
  }

  void status(InstanceStatus status) {
    self.setInstanceStatus(status);
  }

  /** Beats no more, and says no goodbye. */
  void die() {
    cancels = false;
    client.shutdown();
  }

  @Override
  public void close() {
    client.shutdown();
  }

  private static MyDataCenterInstanceConfig instance(
      String app, int port, Map<String, String> metadata) {
    return new MyDataCenterInstanceConfig() {
      @Override
      public String getInstanceId() {
        return app + "-" + port;
      }

      @Override
      public String getAppname() {
        return app;
      }

      @Override
      public String getVirtualHostName() {
        return app;
      }

      @Override
      public String getHostName(boolean refresh) {
        return "127.0.0.1";
      }

      @Override
      public String getIpAddress() {
        return "127.0.0.1";
      }

      @Override
      public int getNonSecurePort() {
        return port;
      }

      @Override
      public Map<String, String> getMetadataMap() {
        return metadata;
      }

      @Override
      public int getLeaseRenewalIntervalInSeconds() {
        return 1;
      }

      @Override
      public int getLeaseExpirationDurationInSeconds() {
        return 3;
      }
    };
  }

  private DefaultEurekaClientConfig settings(List<String> urls) {
    return new DefaultEurekaClientConfig() {
      @Override
      public List<String> getEurekaServerServiceUrls(String zone) {
        return urls;
      }

      @Override
      public int getRegistryFetchIntervalSeconds() {
        return 1;
      }

      @Override
      public int getInstanceInfoReplicationIntervalSeconds() {
        return 1;
      }

      @Override
      public int getInitialInstanceInfoReplicationIntervalSeconds() {
        return 0;
      }

      @Override
      public boolean shouldUnregisterOnShutdown() {
        return cancels;
      }
    };
  }
}
