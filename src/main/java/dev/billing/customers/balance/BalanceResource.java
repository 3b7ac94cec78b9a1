package dev.billing.customers.balance;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.customer.Customers;
import dev.billing.customers.query.Decimals;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;

/** The balance of a customer at a glance. */
@Path("/customers/{customerId}/balance")
@Produces(MediaType.APPLICATION_JSON)
public class BalanceResource implements ApiResource {

    private final BalanceEntryRepository entries;
    private final CurrentBusiness business;
    private final String currency;

    BalanceResource(BalanceEntryRepository entries, CurrentBusiness business, BalanceSettings settings) {
        this.entries = entries;
        this.business = business;
        this.currency = settings.currency();
    }

    @GET
    @PermissionsAllowed({Permission.READ, Permission.BALANCES})
    public Uni<Envelope> fetch(@RestPath String customerId) {
        return entries.balance(business.id(), Customers.id(customerId))
                .map(balance -> Envelope.of("balance", Decimals.plain(balance.current()))
                        .and("balance_entries", balance.latest())
                        .orBare(BalanceSummary.of(balance, currency)));
    }
}
