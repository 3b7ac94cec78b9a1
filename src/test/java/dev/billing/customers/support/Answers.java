package dev.billing.customers.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;

/** What is asserted of many answers. */
public final class Answers {

    private Answers() {}

    /** The status, with the whole answer in the message if it is another; what is left to check of the answer. */
    public static ValidatableResponse assertStatus(Response answer, int status) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        return answer.then();
    }

    /** An error that the caller made, as JSON; what is left to check of the answer. */
    public static ValidatableResponse assertRefused(Response answer, int status) {
        return assertStatus(answer, status)
                .header("Content-Type", "application/json")
                .body("type", equalTo("invalid_request"));
    }

    /** 400, naming the property, parameter or header at fault. */
    public static void assertInvalid(Response answer, String param) {
        assertRefused(answer, 400).body("param", equalTo(param));
    }
}
