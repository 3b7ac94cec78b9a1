package dev.billing.customers.portal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.api.BareOnly;
import dev.billing.customers.api.EmailAddress;
import dev.billing.customers.api.Input;
import dev.billing.customers.api.ReadOnly;
import dev.billing.customers.api.Text;
import dev.billing.customers.api.Visible;
import dev.billing.customers.error.Faults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** What a caller may send for a user of the client portal. */
@RegisterForReflection
public final class PortalUserInput implements Input {

    @BareOnly
    public @Nullable JsonNode object;

    private JsonNullable<@Visible @EmailAddress @Text(max = 254) String> email = JsonNullable.undefined();

    /** The address without the white space around it. */
    public String getEmail() {
        return email.get();
    }

    /** White space around an address is no part of it. */
    public void setEmail(JsonNullable<String> sent) {
        boolean given = sent.isPresent() && sent.get() != null;
        email = given ? JsonNullable.of(sent.get().strip()) : sent;
    }

    /** Checks that there is an address. */
    void check(Faults faults) {
        Input.require(faults, "email", email);
        ReadOnly.checkKind(faults, object, "portal_user");
    }
}
