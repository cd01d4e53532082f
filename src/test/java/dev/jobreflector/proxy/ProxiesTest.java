package dev.jobreflector.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy the variables and the JVM's properties name. */
class ProxiesTest {

  private final Map<String, @Nullable String> before = new HashMap<>();

  @AfterEach
  void restore() {
    before.forEach(ProxiesTest::set);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTPS_PROXY=http://a:1                       | https | http://a:1 (HTTPS_PROXY)
          https_proxy=http://a:1                       | https | http://a:1 (https_proxy)
          HTTPS_PROXY=http://a:1 https_proxy=http://b:2| https | http://a:1 (HTTPS_PROXY)
          HTTPS_PROXY= https_proxy=http://b:2          | https | http://b:2 (https_proxy)
          HTTPS_PROXY=http://a:1                       | http  |
          HTTP_PROXY=http://a:1                        | https |
          HTTP_PROXY=http://a:1                        | http  | http://a:1 (HTTP_PROXY)
          http_proxy=a                                 | http  | http://a:80 (http_proxy)
          ALL_PROXY=http://a:1                         | https | http://a:1 (ALL_PROXY)
          ALL_PROXY=http://a:1 HTTPS_PROXY=http://b:2  | https | http://b:2 (HTTPS_PROXY)
          HTTPS_PROXY=http://a:1 NO_PROXY=.example     | https |
          HTTPS_PROXY=http://a:1 no_proxy=.example     | https |
          HTTPS_PROXY=http://a:1 NO_PROXY=x no_proxy=* | https | http://a:1 (HTTPS_PROXY)
          HTTPS_PROXY=http://a:1 NO_PROXY= no_proxy=*  | https |
          NO_PROXY=x                                   | https |
          """)
  void the_scheme_chooses_the_variable(String variables, String scheme, @Nullable String proxy)
      throws InvalidProxyException {
    Map<String, String> environment =
        Stream.of(variables.split(" "))
            .map(variable -> variable.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

    ProxyServer found = Proxies.of(environment).to(scheme, "api.example", -1);

    assertThat(Objects.toString(found, null)).isEqualTo(proxy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxy.example:3128              | http://proxy.example:3128
          proxy.example                   | http://proxy.example:80
          http://proxy.example            | http://proxy.example:80
          http://proxy.example:3128/      | http://proxy.example:3128
          HTTP://proxy.example:3128       | http://proxy.example:3128
          https://proxy.example           | http://proxy.example:443
          http://my_proxy:3128            | http://my_proxy:3128
          http://[fd00::1]:3128           | http://[fd00::1]:3128
          socks5://proxy.example          | socks://proxy.example:1080
          socks5h://proxy.example:9050    | socks://proxy.example:9050
          http://user:p@ss@proxy:3128     | http://proxy:3128
          """)
  void an_address_may_lack_scheme_and_port(String address, String shown)
      throws InvalidProxyException {
    assertThat(ProxyServer.parse(address, "X")).hasToString(shown + " (X)");
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:secret@p:1, user, secret",
    "http://user:p%40ss%3Aword@p:1, user, p@ss:word",
    "http://user:a+b%@p:1, user, a+b%",
    "http://us@er:secret@p:1, us@er, secret",
    "user:secret@p:1, user, secret",
    "http://user@p:1, user, ''",
  })
  void a_login_is_decoded(String address, String user, String password)
      throws InvalidProxyException {
    assertThat(ProxyServer.parse(address, "X").login())
        .isEqualTo(new ProxyServer.Login(user, password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "://",
        "http://",
        "ftp://proxy:21",
        "proxy:port",
        "proxy:0",
        "proxy:70000",
        "a b",
        "[::1",
        "http://:3128",
        "http://proxy:3128:1"
      })
  void what_is_no_address_is_told_with_its_variable(String address) {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", address));

    assertThatThrownBy(() -> proxies.to("https", "api.example", 443))
        .isInstanceOf(InvalidProxyException.class)
        .hasMessage(
            "HTTPS_PROXY: '%s' is not a proxy address such as http://proxy.example.com:3128",
            address);
  }

  @Test
  void what_is_no_address_does_not_matter_to_a_host_that_is_reached_without()
      throws InvalidProxyException {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "://", "NO_PROXY", "*"));

    assertThat(proxies.to("https", "api.example", 443)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:secret@:1", "user:secret@p:x", "ftp://user:sec/ret@p:1"})
  void a_password_is_never_shown(String address) {
    assertThatThrownBy(() -> ProxyServer.parse(address, "X"))
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("sec/ret");
  }

  @Test
  void the_properties_of_the_jvm_count_more_than_variables() throws InvalidProxyException {
    property("https.proxyHost", "jvm-proxy");
    property("https.proxyPort", "3128");
    property("http.nonProxyHosts", "*.internal|10.*|[fd00*");
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://a:1", "NO_PROXY", "*"));

    assertThat(proxies.to("https", "api.example", 443))
        .hasToString("http://jvm-proxy:3128 (https.proxyHost)");
    for (String straight : new String[] {"api.internal", "10.1.2.3", "[fd00::1]", "fd00::1"}) {
      assertThat(proxies.to("https", straight, 443)).as(straight).isNull();
    }
    assertThat(proxies.to("http", "api.example", 80)).isNull();
  }

  private void property(String name, String value) {
    before.put(name, System.getProperty(name));
    set(name, value);
  }

  private static void set(String name, @Nullable String value) {
    Properties all = System.getProperties();
    if (value == null) {
      all.remove(name);
    } else {
      all.setProperty(name, value);
    }
  }
}
