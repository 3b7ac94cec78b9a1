package dev.billing.customers.customer;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.InputBodyReader;
import dev.billing.customers.api.Responses;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.idempotency.Idempotency;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The customers by their numbers, for callers that have them from another system and do not keep ids. */
@Path("/customers/by_number/{number}")
@Produces(MediaType.APPLICATION_JSON)
public class NumberedCustomerResource implements ApiResource {

    /** The segments of the path behind that of the customers. */
    private static final int SEGMENTS = 2;

    private final CustomerRepository customers;
    private final CurrentBusiness business;
    private final Call call;
    private final InputBodyReader bodies;
    private final Responses responses;
    private final Idempotency idempotency;

    NumberedCustomerResource(
            CustomerRepository customers,
            CurrentBusiness business,
            Call call,
            InputBodyReader bodies,
            Responses responses,
            Idempotency idempotency) {
        this.customers = customers;
        this.business = business;
        this.call = call;
        this.bodies = bodies;
        this.responses = responses;
        this.idempotency = idempotency;
    }

    /** Edits the customer that has this number (200), or creates it (201). Both answer the whole customer, because callers need its id. */
    @PUT
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @PermissionsAllowed(Permission.WRITE)
    public Uni<RestResponse<Envelope>> put(@RestPath String number, CustomerInput input) {
        call.check(faults -> {
            input.identify(number, faults);
            bodies.validate(input, faults);
        });
        var precondition = call.preconditionOfPut();
        return idempotency.once(business.id(), () -> customers
                .put(business.id(), number, input, precondition)
                .map(put -> put.isNew()
                        ? responses.created(Customers.NAME, put.customer(), call.urlAbove(SEGMENTS))
                        : responses.whole(Customers.NAME, put.customer())));
    }
}
