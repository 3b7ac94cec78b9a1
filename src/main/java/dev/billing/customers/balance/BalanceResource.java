package dev.billing.customers.balance;

import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.http.ApiResource;
import dev.billing.customers.http.Envelope;
import dev.billing.customers.http.Exchange;
import dev.billing.customers.http.Ids;
import dev.billing.customers.http.Money;
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
    private final Exchange exchange;

    BalanceResource(BalanceEntryRepository entries, CurrentBusiness business, Exchange exchange) {
        this.entries = entries;
        this.business = business;
        this.exchange = exchange;
    }

    /** The balance and the latest entries, newest first. */
    @GET
    @PermissionsAllowed({Permission.READ, Permission.BALANCES})
    public Uni<Envelope> fetch(@RestPath String customerId) {
        exchange.expand();
        return entries.balance(business.id(), Ids.parse(customerId, "customer"))
                .map(balance -> Envelope.of("balance", Money.plain(balance.current()))
                        .and("balance_entries", balance.latest()));
    }
}
