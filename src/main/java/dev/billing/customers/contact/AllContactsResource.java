package dev.billing.customers.contact;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.Expandable;
import dev.billing.customers.api.Exportable;
import dev.billing.customers.api.Listed;
import dev.billing.customers.api.Responses;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.customer.CustomerExpansion;
import dev.billing.customers.customer.Customers;
import dev.billing.customers.error.ApiException;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/** The contacts of all customers: who somebody is, if all that is known is an address or a name. */
@Path("/contacts")
@Produces(MediaType.APPLICATION_JSON)
public class AllContactsResource implements ApiResource {

    private final ContactRepository contacts;
    private final CustomerExpansion expansion;
    private final CurrentBusiness business;
    private final Call call;
    private final Responses responses;

    AllContactsResource(
            ContactRepository contacts,
            CustomerExpansion expansion,
            CurrentBusiness business,
            Call call,
            Responses responses) {
        this.contacts = contacts;
        this.expansion = expansion;
        this.business = business;
        this.call = call;
        this.responses = responses;
    }

    @GET
    @Exportable
    @PermissionsAllowed(Permission.READ)
    @Expandable(Customers.NAME)
    @Listed(also = Listed.METADATA)
    public Uni<RestResponse<Envelope>> list() {
        var request = call.listRequest(Contacts.OF_BUSINESS);
        if (request.isExport() && call.isExpanded()) {
            throw ApiException.invalid(
                    "expand", "An export of all contacts has the ids of their customers. Leave 'expand' out.");
        }
        return contacts.listAll(business.id(), request)
                .flatMap(listing -> expansion.of(listing, Contacts.CUSTOMER))
                .map(listing -> responses.list("contacts", listing));
    }
}
