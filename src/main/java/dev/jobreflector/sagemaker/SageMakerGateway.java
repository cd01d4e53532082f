package dev.jobreflector.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.polling.CredentialsCheck;
import dev.jobreflector.polling.JobSource;
import dev.jobreflector.polling.ListAnswer;
import dev.jobreflector.schedule.ListRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClientBuilder;
import software.amazon.awssdk.services.sagemaker.model.DescribeOptimizationJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ListOptimizationJobsResponse;

/**
 * Calls SageMaker in one region with one set of credentials, and turns each answer into an
 * observation. Each call is one attempt: the poll schedule decides about retries. Safe for several
 * threads.
 */
public final class SageMakerGateway implements JobSource, AutoCloseable {
  private static final String DESCRIBE = "DescribeOptimizationJob";
  private static final String LIST = "ListOptimizationJobs";
  private static final int HTTP_OK = 200;
  private static final Pattern ACCOUNT_OF_ARN =
      Pattern.compile("arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:([0-9]{12}):.*");

  private final String region;
  private final Clock clock;
  private final CallListener calls;
  private final UnknownMemberListener unknownMembers;
  private final Credentials credentials;
  private final SdkHttpClient http;
  private final ScheduledExecutorService timeouts;
  private final Supplier<SageMakerClient> client;
  private final FailureMapper failures;
  private final OmittedPartsLog leftOut;
  private volatile boolean closed;

  /**
   * Makes no call. Settings that give no usable endpoint lead to {@link Observation.Misconfigured}.
   *
   * @param clock gives the times of the observations; a clock that nobody can set
   */
  public SageMakerGateway(
      SageMakerConnection connection,
      Clock clock,
      CallListener calls,
      UnknownMemberListener unknownMembers) {
    this.region = connection.region();
    this.clock = clock;
    this.calls = calls;
    this.unknownMembers = unknownMembers;
    this.credentials = new Credentials(connection.credentials());
    this.http = AwsHttpClient.of(connection);
    this.timeouts = timeouts();
    this.client = client(connection);
    this.failures = new FailureMapper(region, connection.proxies());
    this.leftOut = new OmittedPartsLog(region);
  }

  /**
   * The account of the calls: from the credentials provider, else from the ARN of a job that AWS
   * returned. Null while neither is known. Blocks while the provider fetches credentials.
   */
  public @Nullable String accountId() {
    try {
      return credentials.accountId(credentials.resolve());
    } catch (Credentials.Missing e) {
      return null;
    }
  }

  /**
   * Checks which provider has credentials, or why none does. Blocks while it calls the providers.
   */
  @Override
  public CredentialsCheck checkCredentials() {
    return credentials.check();
  }

  /**
   * Describes a job with one call. Blocks for at most the call timeout, and for the time that the
   * providers need to fetch credentials. Each failure is an observation.
   */
  @Override
  public Observation describe(String jobName) {
    long start = System.nanoTime();
    Observation observation = observe(jobName);
    calls.called(
        DESCRIBE, CallOutcome.of(observation), region, Duration.ofNanos(System.nanoTime() - start));
    return observation;
  }

  /**
   * Requests one list page, newest jobs first, with one call. Blocks like {@link #describe}. Each
   * failure is an answer without a page.
   */
  @Override
  public ListAnswer list(ListRequest wanted) {
    long start = System.nanoTime();
    ListAnswer answer = page(wanted);
    CallOutcome outcome =
        answer instanceof ListAnswer.NoPage failed
            ? CallOutcome.of(failed.failure())
            : CallOutcome.OK;
    calls.called(LIST, outcome, region, Duration.ofNanos(System.nanoTime() - start));
    return answer;
  }

  /** Releases threads and connections. A call in flight ends on its own, within its timeout. */
  @Override
  public void close() {
    closed = true;
    try {
      client.get().close();
    } catch (RuntimeException e) {
      // No client could be built; each call has reported why.
    }
    http.close();
    timeouts.shutdownNow();
    credentials.close();
  }

  private Observation observe(String jobName) {
    RawExchange exchange = new RawExchange(DescribeOptimizationJobResponse.builder());
    AwsCredentialsIdentity identity = null;
    DescribeOptimizationJobResponse response;
    try {
      identity = credentials.resolve();
      response =
          client
              .get()
              .describeOptimizationJob(
                  request ->
                      request
                          .optimizationJobName(jobName)
                          .overrideConfiguration(
                              call -> call.putExecutionAttribute(RawExchange.ATTRIBUTE, exchange)));
    } catch (RuntimeException e) {
      if (closed) {
        return new Observation.Unavailable("The operator is stopping", clock.instant());
      }
      String accountId = identity == null ? null : credentials.accountId(identity);
      return failures.observation(e, exchange, accountId, clock.instant());
    }
    return read(jobName, response, exchange, identity);
  }

  private ListAnswer page(ListRequest wanted) {
    RawExchange exchange = new RawExchange(ListOptimizationJobsResponse.builder());
    AwsCredentialsIdentity identity = null;
    RuntimeException failure = null;
    try {
      identity = credentials.resolve();
      ListOptimizationJobsResponse unused =
          client
              .get()
              .listOptimizationJobs(
                  request ->
                      ListPageMapper.request(request, wanted)
                          .overrideConfiguration(
                              own -> own.putExecutionAttribute(RawExchange.ATTRIBUTE, exchange)));
    } catch (RuntimeException e) {
      failure = e;
    }
    if (failure != null && closed) {
      return new ListAnswer.NoPage(
          new Observation.Unavailable("The operator is stopping", clock.instant()));
    }
    // If the SDK cannot read one summary, it refuses the whole page.
    String refusal = ListPageMapper.refusal(exchange.response().json());
    if (exchange.httpStatus() == HTTP_OK && identity != null && refusal == null) {
      return read(exchange.response(), identity);
    }
    return new ListAnswer.NoPage(
        failure == null
            ? failures.foreignAnswer(exchange, String.valueOf(refusal), clock.instant())
            : failures.ofList(failure, exchange, clock.instant()));
  }

  private ListAnswer read(CleanResponse response, AwsCredentialsIdentity identity) {
    leftOut.log(response.leftOut(), "a list page");
    leftOut.log(ListPageMapper.unreadable(response.json()), "a list page");
    ListPageMapper.arns(response.json())
        .map(SageMakerGateway::accountOf)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(accountId -> credentials.learn(identity, accountId));
    return new ListAnswer.Page(ListPageMapper.page(response.json()));
  }

  private Observation read(
      String jobName,
      DescribeOptimizationJobResponse response,
      RawExchange exchange,
      AwsCredentialsIdentity identity) {
    String refusal = DescribeResponseCheck.refusal(response, exchange.response());
    if (refusal != null) {
      return failures.foreignAnswer(exchange, refusal, clock.instant());
    }
    String otherJob = DescribeResponseCheck.otherJob(jobName, response);
    if (otherJob != null) {
      return failures.otherJob(exchange, jobName, otherJob, clock.instant());
    }
    JsonNode raw = exchange.response().json();
    leftOut.log(exchange.response().leftOut(), "job " + jobName);
    UnknownMembers unknown = UnknownMembers.of(raw, response);
    unknown.paths().forEach(unknownMembers::unknownMember);
    String accountId = accountOf(response.optimizationJobArn());
    if (accountId != null) {
      credentials.learn(identity, accountId);
    }
    return new Observation.Found(
        DescriptionMapper.map(response, raw, unknown.values()), accountId, clock.instant());
  }

  private static @Nullable String accountOf(String jobArn) {
    Matcher arn = ACCOUNT_OF_ARN.matcher(jobArn);
    return arn.matches() ? arn.group(1) : null;
  }

  /**
   * Builds the client once, since the environment does not change. If that fails, each call throws
   * the failure.
   */
  private Supplier<SageMakerClient> client(SageMakerConnection connection) {
    try {
      SageMakerClient built = builder(connection).build();
      return () -> built;
    } catch (RuntimeException e) {
      return () -> {
        throw e;
      };
    }
  }

  // The SDK's own executor keeps the timeout of an ended call, and wakes a thread for it.
  private static ScheduledExecutorService timeouts() {
    ScheduledThreadPoolExecutor timeouts =
        new ScheduledThreadPoolExecutor(
            1,
            run -> {
              Thread thread = new Thread(run, "aws-call-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    timeouts.setRemoveOnCancelPolicy(true);
    return timeouts;
  }

  private SageMakerClientBuilder builder(SageMakerConnection connection) {
    SageMakerClientBuilder builder =
        SageMakerClient.builder()
            .region(Region.of(connection.region()))
            .credentialsProvider(credentials.provider())
            .httpClient(http)
            .overrideConfiguration(
                settings ->
                    settings
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(connection.timeout())
                        .scheduledExecutorService(timeouts)
                        .appId("job-reflector")
                        .addExecutionInterceptor(new RawExchange.Recorder()));
    if (connection.endpoint() != null) {
      builder.endpointOverride(connection.endpoint());
    }
    return builder;
  }
}
