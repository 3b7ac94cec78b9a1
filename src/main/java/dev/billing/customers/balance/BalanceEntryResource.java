package dev.billing.customers.balance;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.Expandable;
import dev.billing.customers.api.Exportable;
import dev.billing.customers.api.Ids;
import dev.billing.customers.api.Listed;
import dev.billing.customers.api.Responses;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.customer.CustomerExpansion;
import dev.billing.customers.customer.Customers;
import dev.billing.customers.idempotency.Idempotency;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The ledger of a customer. Entries are appended; a correction is another entry. */
@Path("/customers/{customerId}/balance_entries")
@Produces(MediaType.APPLICATION_JSON)
public class BalanceEntryResource implements ApiResource {

    private static final String BALANCE_ENTRY = "balance_entry";

    private final BalanceEntryRepository entries;
    private final Customers customers;
    private final CustomerExpansion expansion;
    private final CurrentBusiness business;
    private final Call call;
    private final Responses responses;
    private final Idempotency idempotency;

    BalanceEntryResource(
            BalanceEntryRepository entries,
            Customers customers,
            CustomerExpansion expansion,
            CurrentBusiness business,
            Call call,
            Responses responses,
            Idempotency idempotency) {
        this.entries = entries;
        this.customers = customers;
        this.expansion = expansion;
        this.business = business;
        this.call = call;
        this.responses = responses;
        this.idempotency = idempotency;
    }

    @GET
    @Exportable
    @PermissionsAllowed({Permission.READ, Permission.BALANCES})
    @Expandable(Customers.NAME)
    @Listed
    public Uni<RestResponse<Envelope>> list(@RestPath String customerId) {
        var request = call.listRequest(BalanceEntryRepository.TABLE);
        long customer = Customers.id(customerId);
        return customers
                .fetch(business.id(), customer)
                .flatMap(parent -> entries.list(business.id(), customer, request)
                        .map(listing -> expansion.below(parent, listing, BalanceEntryRepository.CUSTOMER)))
                .map(listing -> responses.list("balance_entries", listing));
    }

    /** A new entry: 201, or 200 with the first one if the same was sent before. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @PermissionsAllowed(Permission.BALANCES)
    @Expandable(Customers.NAME)
    public Uni<RestResponse<Envelope>> append(@RestPath String customerId, BalanceEntryInput input) {
        long customer = Customers.id(customerId);
        call.check(faults -> input.check(customer, faults));
        return idempotency.once(business.id(), () -> entries.append(business.id(), customer, input)
                .flatMap(booked -> expansion
                        .of(booked.entry(), BalanceEntryRepository.CUSTOMER)
                        .map(view -> booked.isNew()
                                ? responses.created(BALANCE_ENTRY, view)
                                : responses.ok(BALANCE_ENTRY, view))));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed({Permission.READ, Permission.BALANCES})
    @Expandable(Customers.NAME)
    public Uni<RestResponse<Envelope>> fetch(@RestPath String customerId, @RestPath String id) {
        long customer = Customers.id(customerId);
        return entries.fetch(business.id(), customer, Ids.parse(id, "balance entry"))
                .flatMap(entry -> expansion.of(entry, BalanceEntryRepository.CUSTOMER))
                .map(view -> responses.ok(BALANCE_ENTRY, view));
    }
}
