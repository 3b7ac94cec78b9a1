package dev.billing.customers.clients.example;

import io.quarkus.rest.client.reactive.ClientQueryParam;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The requests. Each method is one request: nothing is sent again here, and no page is followed. */
@RegisterRestClient(configKey = "customers")
@RegisterProvider(CustomersExceptionMapper.class)
@ClientHeaderParam(name = "Authorization", value = "Bearer ${customers-client.api-key}")
public interface CustomersApi {

    String IDEMPOTENCY_KEY = "Idempotency-Key";

    @GET
    @Path("/customers")
    Uni<RestResponse<Customer.Page>> list(
            @QueryParam("filter") String filter,
            @QueryParam("sort") String sort,
            @QueryParam("per_page") Integer perPage);

    /** The page that a link leads to. The link is an absolute URL, and stays as it is. */
    @GET
    Uni<RestResponse<Customer.Page>> list(@Url String link);

    @POST
    @Path("/customers")
    Uni<Customer.Envelope> create(@HeaderParam(IDEMPOTENCY_KEY) String key, CustomerInput input);

    @GET
    @Path("/customers/{id}")
    Uni<Customer.Envelope> fetch(@RestPath long id);

    @PATCH
    @Path("/customers/{id}")
    @ClientHeaderParam(name = "Prefer", value = "return=representation")
    Uni<Customer.Envelope> edit(@RestPath long id, @HeaderParam(IDEMPOTENCY_KEY) String key, CustomerInput input);

    @DELETE
    @Path("/customers/{id}")
    Uni<Void> delete(@RestPath long id);

    @GET
    @Path("/customers/{customer}/contacts")
    Uni<RestResponse<Contact.Page<Long>>> contacts(@RestPath long customer);

    /** The same contacts, with the whole customer in place of its id. */
    @GET
    @Path("/customers/{customer}/contacts")
    @ClientQueryParam(name = "expand", value = "customer")
    Uni<RestResponse<Contact.Page<Customer>>> contactsWithCustomer(@RestPath long customer);

    @POST
    @Path("/customers/{customer}/contacts")
    Uni<Contact.Envelope> createContact(
            @RestPath long customer, @HeaderParam(IDEMPOTENCY_KEY) String key, Contact.Input input);

    @POST
    @Path("/customers/{customer}/balance_entries")
    Uni<BalanceEntry.Envelope> book(
            @RestPath long customer, @HeaderParam(IDEMPOTENCY_KEY) String key, BalanceEntry.Input input);
}
