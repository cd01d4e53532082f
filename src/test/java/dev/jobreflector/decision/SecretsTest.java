package dev.jobreflector.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of what is taken for a secret and what is not, names and values, both ways. */
class SecretsTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          TOKEN                          | hidden
          HF_TOKEN                       | hidden
          hf_token                       | hidden
          hf-token                       | hidden
          hf.token                       | hidden
          hfToken                        | hidden
          HFToken                        | hidden
          HF_TOKEN2                      | hidden
          TOKEN_HF                       | hidden
          CLIENT_SECRET                  | hidden
          DB_PASSWORD                    | hidden
          DB_PASSWD                      | hidden
          DB_PASS                        | hidden
          dbPass                         | hidden
          PASS                           | hidden
          SSH_PASSPHRASE                 | hidden
          PWD                            | hidden
          DB_PWD                         | hidden
          GITHUB_PAT                     | hidden
          githubPat                      | hidden
          PAT                            | hidden
          AUTH                           | hidden
          BASIC_AUTH                     | hidden
          AUTH_HEADER                    | hidden
          OAuth                          | hidden
          API_KEY                        | hidden
          apiKey                         | hidden
          APIKEY                         | hidden
          apikey                         | hidden
          OPENAI_APIKEY                  | hidden
          AWS_ACCESS_KEY_ID              | hidden
          ACCESSKEY                      | hidden
          SECRETKEY                      | hidden
          PRIVATEKEY                     | hidden
          GOOGLE_CREDENTIAL              | hidden
          GOOGLE_APPLICATION_CREDENTIALS | hidden
          MAX_TOKENS                     | shown
          maxTokens                      | shown
          TOKENIZER                      | shown
          TOKENIZER_PATH                 | shown
          TOKENIZERS_PARALLELISM         | shown
          KEYWORD                        | shown
          KEYBOARD                       | shown
          KEYS                           | shown
          MONKEY                         | shown
          SECRETARY                      | shown
          PASSWORDLESS                   | shown
          PASSTHROUGH                    | shown
          PASSENGERS                     | shown
          BYPASS                         | shown
          BYPASS_CACHE                   | shown
          COMPASS                        | shown
          PATH                           | shown
          MODEL_PATH                     | shown
          PATTERN                        | shown
          PATCH_SIZE                     | shown
          PATIENCE                       | shown
          COMPAT                         | shown
          AUTHOR                         | shown
          AUTHORITY                      | shown
          AUTHENTICITY                   | shown
          OLDPWD                         | shown
          CREDENTIALED                   | shown
          OPTION_QUANTIZE                | shown
          HF_MODEL_ID                    | shown
          _                              | shown
          ``                             | shown
          """)
  void a_name_tells_whether_its_value_is_hidden(String name, String expected) {
    assertThat(Secrets.isSecretName(name)).isEqualTo(expected.equals("hidden"));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          AKIAIOSFODNN7EXAMPLE                                                               | hidden
          ASIAIOSFODNN7EXAMPLE                                                               | hidden
          id=AKIAIOSFODNN7EXAMPLE,other                                                      | hidden
          hf_abcdefghijklmnopqrstuvwxyzABCDEFGH                                              | hidden
          Bearer hf_abcdefghijklmnopqrstuvwxyzABCDEFGH                                       | hidden
          _hf_abcdefghijklmnopqrstuvwxyzABCDEFGH                                             | hidden
          ghp_0123456789abcdefghijABCDEFGHIJ012345                                           | hidden
          gho_0123456789abcdefghijABCDEFGHIJ012345                                           | hidden
          ghu_0123456789abcdefghijABCDEFGHIJ012345                                           | hidden
          ghs_0123456789abcdefghijABCDEFGHIJ012345                                           | hidden
          ghr_0123456789abcdefghijABCDEFGHIJ012345                                           | hidden
          github_pat_11ABCDEFG0abcdefghijkl_ABCDEFGHIJKLMNOPQRSTUVWXYZ                       | hidden
          https://ghp_0123456789abcdefghijABCDEFGHIJ012345@github.com/o/r                    | hidden
          glpat-0123456789abcdefghij                                                         | hidden
          xoxb-123456789012-1234567890123-abcdefABCDEF                                       | hidden
          xoxp-123456789012-1234567890123-abcdefABCDEF                                       | hidden
          xoxe.xoxp-1-Mi0yLTEyMzQ1Njc4                                                       | hidden
          xapp-1-A012-3456-abcdef                                                            | hidden
          https://hooks.slack.com/services/T000/B000/XXXX                                    | hidden
          https://hooks.slack.com/workflows/T000/A000/1/XXXX                                 | hidden
          nvapi-0123456789abcdefghij_-ABC                                                    | hidden
          sk-ant-api03-0123456789abcdef                                                      | hidden
          sk-proj-0123456789abcdefgh                                                         | hidden
          sk-0123456789abcdefghijABCDEFGHIJ0123                                              | hidden
          AIzaSyA0123456789abcdefghijklmnopqrstuv                                            | hidden
          eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl                                  | hidden
          token: eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.                                        | hidden
          -----BEGIN RSA PRIVATE KEY-----                                                    | hidden
          -----BEGIN CERTIFICATE-----                                                        | hidden
          -----BEGIN PGP PRIVATE KEY BLOCK-----                                              | hidden
          https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00ff | hidden
          https://b.s3.amazonaws.com/k?X-Amz-Security-Token=abc                              | hidden
          https://b.s3.amazonaws.com/k?AWSAccessKeyId=A&Expires=1&Signature=abc%3D           | hidden
          https://d1.cloudfront.net/k?Expires=1&Signature=abc&Key-Pair-Id=K1                 | hidden
          https://storage.googleapis.com/b/o?X-Goog-Signature=00ff                           | hidden
          https://a.blob.core.windows.net/c/b?sv=2024-01-01&sig=abc%3D                       | hidden
          https://example.com/model?access_token=abc                                         | hidden
          postgres://user:hunter2@db:5432/models                                             | hidden
          https://user:hunter2@example.com                                                   | hidden
          redis://:hunter2@cache:6379/0                                                      | hidden
          mongodb+srv://user:p@ss:word@cluster/db                                            | hidden
          Bearer abcdefghijklmnop                                                            | hidden
          bearer secret-of-mine                                                              | hidden
          Basic dXNlcjpwYXNz                                                                 | hidden
          basic dXNlcjpodW50ZXIy==                                                           | hidden
          Authorization: Bearer abc                                                          | hidden
          AuThOrIzAtIoN: bEaReR abc                                                          | hidden
          {"authorization": "Basic dTpw"}                                                    | hidden
          Proxy-Authorization=Basic dTpw                                                     | hidden
          AKIA                                                                               | shown
          AKIAlowercaseletters                                                               | shown
          TRAKIAIOSFODNN7EXAMPLE                                                             | shown
          hf_transfer                                                                        | shown
          shelf_abcdefghijklmnopqrstuvwxyz                                                   | shown
          ghp_short                                                                          | shown
          ghost_writer_of_many_long_names                                                    | shown
          xoxb-                                                                              | shown
          https://slack.com/services/T000/B000/XXXX                                          | shown
          https://hooks.slack.com/                                                           | shown
          sk-learn-pipeline-of-a-long-name                                                   | shown
          eyJhbGciOiJIUzI1NiJ9                                                               | shown
          -----                                                                              | shown
          BEGIN RSA PRIVATE KEY                                                              | shown
          https://b.s3.amazonaws.com/key?versionId=1                                         | shown
          https://b.s3.amazonaws.com/Signature=1                                             | shown
          https://example.com/?design=1&max_tokens=4096                                      | shown
          s3://bucket/token                                                                  | shown
          https://example.com:8443/a@b                                                       | shown
          http://[::1]:8080/user@host                                                        | shown
          user@example.com                                                                   | shown
          docker.io/library/image:tag@sha256:0123456789abcdef                                | shown
          bearer                                                                             | shown
          bearer authentication                                                              | shown
          Basic Authentication                                                               | shown
          basic quantization of an int4 model                                                | shown
          Basic HTTP/1.1                                                                     | shown
          authorization: none                                                                | shown
          tensor-parallel-degree=8                                                           | shown
          763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:0.31.0-lmi13.0.0-cu124  | shown
          arn:aws:iam::123456789012:role/optimizer                                           | shown
          REDACTION                                                                          | shown
          fp8                                                                                | shown
          ``                                                                                 | shown
          """)
  void a_value_tells_whether_it_is_hidden_under_any_name(String value, String expected) {
    assertThat(Secrets.hasSecret(value)).isEqualTo(expected.equals("hidden"));
  }

  @Test
  void a_value_of_several_lines_is_hidden_too() {
    assertThat(Secrets.hasSecret("-----BEGIN RSA PRIVATE KEY-----\nMIIE")).isTrue();
    assertThat(Secrets.hasSecret("first\nBearer 0123456789abcdef\nlast")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Cannot read https://b.s3.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=00ff&X-Amz-Expires=60: 403 | Cannot read https://b.s3.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=REDACTED&X-Amz-Expires=60: 403
          GET "https://a.blob.core.windows.net/c?sv=1&sig=abc%3D" failed   | GET "https://a.blob.core.windows.net/c?sv=1&sig=REDACTED" failed
          url=https://x/y?a=b\\u0026Signature=abc\\u0026Expires=1          | url=https://x/y?a=b\\u0026Signature=REDACTED\\u0026Expires=1
          Cannot clone https://user:hunter2@github.com/o/r.git: no access  | Cannot clone https://user:REDACTED@github.com/o/r.git: no access
          401 for ghp_0123456789abcdefghijABCDEFGHIJ012345 from GitHub     | 401 for REDACTED from GitHub
          Token hf_abcdefghijklmnopqrst is not valid.                      | Token REDACTED is not valid.
          sent aUTHORIZATION: bEARER abc.def and got 403                   | sent aUTHORIZATION: bEARER REDACTED and got 403
          sent Authorization: Bearer abc.def and got 403                   | sent Authorization: Bearer REDACTED and got 403
          sent bearer 0123456789abcdef to the hub                          | sent bearer REDACTED to the hub
          The hub wants basic authentication or bearer authentication.     | The hub wants basic authentication or bearer authentication.
          key -----BEGIN KEY-----abc-----END KEY----- is no PKCS #8        | key REDACTED is no PKCS #8
          key -----BEGIN KEY-----abc                                       | key REDACTED
          posted to https://hooks.slack.com/services/T0/B0/X0, 404         | posted to https://hooks.slack.com/services/REDACTED 404
          ClientError: s3://models/llama/ is empty (max_tokens=4096)       | ClientError: s3://models/llama/ is empty (max_tokens=4096)
          """)
  void a_text_for_people_loses_the_secret_alone(String text, String shown) {
    assertThat(Secrets.withoutSecrets(text)).isEqualTo(shown);
    assertThat(Secrets.withoutSecrets(shown)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "://",
        "://a:",
        "a",
        "a.",
        "bearer ",
        "bearer a",
        "eyJaaaaaaaa.",
        "?sig=",
        "?sig",
        "-----BEGIN A-----",
        "authorization: ",
        "authorization: basic ",
        "xoxb-",
        "AKIA",
        " ",
        "https://hooks.slack.com/services/",
        "https://",
        "basic A",
        "hf_",
        "@"
      })
  @Timeout(20)
  void a_text_of_a_mebibyte_takes_no_time(String repeated) {
    String text = repeated.repeat((1 << 20) / repeated.length());

    String shown = Secrets.withoutSecrets(text);

    assertThat(Secrets.withoutSecrets(shown)).isEqualTo(shown);
  }
}
