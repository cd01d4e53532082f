package dev.jobreflector.cluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a kubeconfig's current context that the client ignores. */
final class KubeconfigEntries {

  private final Config config;

  KubeconfigEntries(Config config) {
    this.config = config;
  }

  /** The proxy of the cluster ({@code proxy-url}); empty if there is none. */
  Optional<String> proxyUrl() {
    return context()
        .flatMap(context -> cluster(context.getCluster()))
        .map(Cluster::getProxyUrl)
        .filter(url -> !url.isBlank());
  }

  /** The file with the user's token ({@code tokenFile}); empty if there is none. */
  Optional<Path> tokenFile() {
    File kubeconfig = config.getFileWithAuthInfo();
    return context()
        .flatMap(context -> user(context.getUser()))
        .map(AuthInfo::getTokenFile)
        .filter(file -> !file.isBlank())
        .map(file -> kubeconfig.getAbsoluteFile().toPath().resolveSibling(file));
  }

  private Optional<Context> context() {
    return Optional.ofNullable(config.getCurrentContext()).map(named -> named.getContext());
  }

  private Optional<Cluster> cluster(String name) {
    return read(config.getFileWithCluster())
        .flatMap(kubeconfig -> each(kubeconfig.getClusters()))
        .filter(cluster -> Objects.equals(cluster.getName(), name))
        .map(NamedCluster::getCluster)
        .findFirst();
  }

  private Optional<AuthInfo> user(String name) {
    return read(config.getFileWithAuthInfo())
        .flatMap(kubeconfig -> each(kubeconfig.getUsers()))
        .filter(user -> Objects.equals(user.getName(), name))
        .map(NamedAuthInfo::getUser)
        .findFirst();
  }

  private static <T> Stream<T> each(@Nullable List<T> some) {
    return some == null ? Stream.empty() : some.stream();
  }

  // The client has just read this file and refuses an invalid kubeconfig.
  private static Stream<io.fabric8.kubernetes.api.model.Config> read(@Nullable File file) {
    if (file == null) {
      return Stream.empty();
    }
    try {
      return Stream.of(
          Serialization.unmarshal(
              Files.readString(file.toPath()), io.fabric8.kubernetes.api.model.Config.class));
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
