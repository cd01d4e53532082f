package dev.jobreflector.apiserver;

import io.fabric8.kubeapitest.cert.CertManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Writes kubeconfig files that need no other file. */
final class Kubeconfigs {

  private Kubeconfigs() {}

  static Path forCertificate(Path file, String url, CertManager certificates) throws IOException {
    return write(
        file,
        url,
        certificates,
        "client-certificate-data: %s\n    client-key-data: %s"
            .formatted(
                base64(certificates.getClientCertPath()), base64(certificates.getClientKeyPath())));
  }

  static Path forToken(Path file, String url, CertManager certificates, String token)
      throws IOException {
    return write(file, url, certificates, "token: " + token);
  }

  private static Path write(Path file, String url, CertManager certificates, String credentials)
      throws IOException {
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters:
        - name: test
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: test
          user:
            %s
        contexts:
        - name: test
          context:
            cluster: test
            user: test
        """
            .formatted(url, base64(certificates.getAPIServerCertPath()), credentials));
  }

  private static String base64(String file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file)));
  }
}
