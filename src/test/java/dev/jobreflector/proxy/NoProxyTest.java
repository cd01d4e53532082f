package dev.jobreflector.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts NO_PROXY covers. The table is Go's, but for entries that spaces separate. */
class NoProxyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # NO_PROXY                      | host                     | port | straight
          ""                              | api.example.com          | 443  | false
          ""                              | localhost                | 443  | true
          ""                              | 127.0.0.1                | 443  | true
          ""                              | 127.8.9.10               | 443  | true
          ""                              | [::1]                    | 443  | true
          ""                              | 0.0.0.0                  | 443  | false
          "*"                             | api.example.com          | 443  | true
          " * "                           | 10.96.0.1                | 443  | true
          "foo,*"                         | api.example.com          | 443  | true
          "example.com"                   | example.com              | 443  | true
          "example.com"                   | api.example.com          | 443  | true
          "example.com"                   | a.b.example.com          | 443  | true
          "example.com"                   | notexample.com           | 443  | false
          "example.com"                   | example.com.evil         | 443  | false
          ".example.com"                  | api.example.com          | 443  | true
          ".example.com"                  | example.com              | 443  | false
          "*.example.com"                 | api.example.com          | 443  | true
          "*.example.com"                 | example.com              | 443  | false
          "*example.com"                  | api.example.com          | 443  | false
          "api.*"                         | api.example.com          | 443  | false
          "EXAMPLE.com"                   | api.Example.COM          | 443  | true
          "example.com:443"               | example.com              | 443  | true
          "example.com:443"               | example.com              | 6443 | false
          ".example.com:6443"             | api.example.com          | 6443 | true
          ":443"                          | example.com              | 443  | false
          " a.example , b.example "       | b.example                | 443  | true
          "a.example, b.example"          | b.example                | 443  | true
          ",, ,a.example,"                | a.example                | 443  | true
          ",, ,a.example,"                | b.example                | 443  | false
          "my_api.ns_1.svc"               | my_api.ns_1.svc          | 443  | true
          ".ns_1.svc"                     | my_api.ns_1.svc          | 443  | true
          "kubernetes"                    | kubernetes.default.svc   | 443  | false
          ".svc,.cluster.local"           | kubernetes.default.svc   | 443  | true
          "10.96.0.1"                     | 10.96.0.1                | 443  | true
          "10.96.0.1"                     | 10.96.0.10               | 443  | false
          "10.96.0.1:443"                 | 10.96.0.1                | 443  | true
          "10.96.0.1:443"                 | 10.96.0.1                | 6443 | false
          "10.96.0.0/12"                  | 10.96.0.1                | 443  | true
          "10.96.0.0/12"                  | 10.111.255.255           | 443  | true
          "10.96.0.0/12"                  | 10.112.0.0               | 443  | false
          "0.0.0.0/0"                     | 203.0.113.9              | 443  | true
          "0.0.0.0/0"                     | fd00::1                  | 443  | false
          "0.0.0.0/0"                     | api.example.com          | 443  | false
          "10.0.0.0/33"                   | 10.0.0.1                 | 443  | false
          "10.0.0.0/"                     | 10.0.0.1                 | 443  | false
          "10.*"                          | 10.0.0.1                 | 443  | false
          "10."                           | 10.0.0.1                 | 443  | false
          ".0.0.1"                        | 10.0.0.1                 | 443  | false
          "[fd00::1]:443"                 | fd00::1                  | 443  | true
          "[fd00::1]:443"                 | fd00::1                  | 6443 | false
          "fd00::1"                       | [fd00::1]                | 443  | true
          "fd00:0:0::1"                   | [fd00::1]                | 443  | true
          "FD00::1"                       | [fd00::1]                | 443  | true
          "fd00::/8"                      | [fd12:3456::1]           | 443  | true
          "fd00::/8"                      | [fe80::1]                | 443  | false
          "[fd00::1"                      | [fd00::1]                | 443  | false
          "["                             | api.example.com          | 443  | false
          "(,),?,+,\\,a{2}"               | api.example.com          | 443  | false
          "bücher.example"                | xn--bcher-kva.example    | 443  | true
          """)
  void covers_what_go_programs_reach_without_a_proxy(
      String noProxy, String host, int port, boolean straight) {
    assertThat(NoProxy.parse(noProxy).covers(host, port)).isEqualTo(straight);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          "a.example b.example"           | b.example                | true
          "a.example\tb.example"          | a.example                | true
          "10.0.0.0/8 .svc"               | 10.1.2.3                 | true
          "https://10.96.0.1"             | 10.96.0.1                | true
          "[fd00::1]"                     | [fd00::1]                | true
          "api.example.com."              | api.example.com          | true
          "api.example.com"               | api.example.com.         | true
          """)
  void covers_what_curl_or_the_kubernetes_client_of_java_read_too(
      String noProxy, String host, boolean straight) {
    assertThat(NoProxy.parse(noProxy).covers(host, 443)).isEqualTo(straight);
  }
}
