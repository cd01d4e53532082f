package dev.jobreflector.apiserver;

import io.fabric8.kubeapitest.cert.CertManager;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How the programs of an API server are started. All of them listen on loopback alone. */
final class CommandLines {

  private CommandLines() {}

  static List<String> etcd(
      ApiServerBinaries binaries, Path dataFolder, int port, List<String> additionalFlags) {
    return join(
        Stream.of(
            binaries.etcd().toString(),
            "--data-dir=" + dataFolder,
            "--listen-client-urls=http://127.0.0.1:" + port,
            "--advertise-client-urls=http://127.0.0.1:" + port,
            "--listen-peer-urls=http://127.0.0.1:0",
            "--unsafe-no-fsync",
            "--log-level=warn"),
        additionalFlags);
  }

  static List<String> kubeApiServer(
      ApiServerBinaries binaries,
      int port,
      int etcdPort,
      CertManager certificates,
      List<String> additionalFlags) {
    String servingKey = certificates.getAPIServerKeyPath();
    return join(
        Stream.of(
            binaries.kubeApiServer().toString(),
            "--bind-address=127.0.0.1",
            // Not looked up: a machine may have no default route.
            "--advertise-address=127.0.0.1",
            "--endpoint-reconciler-type=none",
            "--secure-port=" + port,
            "--etcd-servers=http://127.0.0.1:" + etcdPort,
            "--tls-cert-file=" + certificates.getAPIServerCertPath(),
            "--tls-private-key-file=" + servingKey,
            "--client-ca-file=" + certificates.getClientCertPath(),
            "--authorization-mode=RBAC",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-signing-key-file=" + servingKey,
            "--service-account-key-file=" + servingKey,
            "--service-cluster-ip-range=10.0.0.0/24",
            // It would wait for default ServiceAccounts, which no controller makes.
            "--disable-admission-plugins=ServiceAccount",
            "--allow-privileged=true"),
        additionalFlags);
  }

  private static List<String> join(Stream<String> own, List<String> additional) {
    return Stream.concat(own, additional.stream()).toList();
  }
}
