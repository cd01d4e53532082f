package dev.jobreflector.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sagemaker.model.DescribeOptimizationJobResponse;

class UnknownMembersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"NewMember":[]}                                              | NewMember
          {"NewMember":null}                                            | NewMember
          {"TrainingPlanArns":"no list"}                                | TrainingPlanArns
          {"TrainingPlanArns":[7]}                                      | TrainingPlanArns
          {"optimizationJobName":"a"}                                   | optimizationJobName
          {"ModelSource":{"S3":{"S3Uri":"s","Version":1}}}              | ModelSource.S3.Version
          {"OptimizationConfigs":[{},{"ModelPruningConfig":{"A":1}}]}   | OptimizationConfigs[].ModelPruningConfig
          {"OptimizationConfigs":[{"ModelShardingConfig":{"Ranks":2}}]} | OptimizationConfigs[].ModelShardingConfig.Ranks
          {"Schlüssel \\u0007":1}                                       | Schl?ssel??
          """)
  void names_the_members_that_the_model_lacks(String response, String path) throws IOException {
    assertThat(unknownMembers(response)).containsExactly(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}
          {"OptimizationJobName":"a","VpcConfig":{"Subnets":["a"]}}
          {"OptimizationEnvironment":{"ANY_NAME":"a"}}
          {"VpcConfig":null,"OptimizationConfigs":[null]}
          {"VpcConfig":7,"OptimizationConfigs":{}}
          {"TrainingPlanArns":["arn"]}
          {"TrainingPlanArns":[]}
          {"TrainingPlanArns":null}
          """)
  void finds_none_in_what_the_model_has(String response) throws IOException {
    assertThat(unknownMembers(response)).isEmpty();
  }

  @Test
  void finds_none_where_there_is_no_body() {
    assertThat(
            UnknownMembers.of(
                    MissingNode.getInstance(), DescribeOptimizationJobResponse.builder().build())
                .paths())
        .isEmpty();
  }

  @Test
  void bounds_their_number_and_length() throws IOException {
    StringBuilder response = new StringBuilder("{\"PollSnapshot\":0");
    for (int i = 0; i < 1000; i++) {
      response.append(",\"").append("M".repeat(1000)).append(i).append("\":0");
      response.append(",\"M").append(i).append("\":0");
    }

    assertThat(unknownMembers(response.append('}').toString()))
        .hasSizeLessThanOrEqualTo(50)
        .allSatisfy(member -> assertThat(member).hasSizeLessThanOrEqualTo(200));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"NewMember":"new"}                                           | {NewMember=new}
          {"NewMember":{"B":[1,null,{"C":true}],"A":null}}              | {NewMember={B=[1, {C=true}]}}
          {"NewMember":null}                                            | {}
          {"NewMember":{},"Other":[]}                                   | {NewMember={}, Other=[]}
          {"ModelSource":{"S3":{"S3Uri":"s","Version":1}}}              | {ModelSource.S3.Version=1}
          {"OptimizationConfigs":[{},{"ModelPruningConfig":{"A":1}}]}   | {OptimizationConfigs[1].ModelPruningConfig={A=1}}
          {"OptimizationConfigs":[{"New":1},{"New":2}]}                 | {OptimizationConfigs[0].New=1, OptimizationConfigs[1].New=2}
          {"TrainingPlanArns":["arn"],"NewMember":1}                    | {NewMember=1}
          {"TrainingPlanArns":"arn"}                                    | {TrainingPlanArns=arn}
          """)
  void keeps_their_values_by_the_place_in_the_response(String response, String values)
      throws IOException {
    assertThat(find(response).values()).hasToString(values);
  }

  private static SortedSet<String> unknownMembers(String response) throws IOException {
    return find(response).paths();
  }

  private static UnknownMembers find(String response) throws IOException {
    JsonNode raw = new ObjectMapper().readTree(response);
    return UnknownMembers.of(raw, DescribeOptimizationJobResponse.builder().build());
  }
}
