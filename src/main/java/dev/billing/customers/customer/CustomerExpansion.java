package dev.billing.customers.customer;

import dev.billing.customers.api.Call;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.query.ListProperty;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows whole customers in place of their ids, if the caller asks for them. */
@Singleton
public class CustomerExpansion {

    private final CustomerRepository customers;
    private final CurrentBusiness business;
    private final Call call;

    CustomerExpansion(CustomerRepository customers, CurrentBusiness business, Call call) {
        this.customers = customers;
        this.business = business;
        this.call = call;
    }

    /** Returns a row as the caller wants it; a customer that was deleted in between stays an id. */
    public <T> Uni<TableRow<T>> of(TableRow<T> row, ListProperty<T, Long> reference) {
        return referred(List.of(row), reference).map(found -> expand(row, reference, found));
    }

    /** Like {@link #of(TableRow, ListProperty)}, for the rows of a page. */
    public <T> Uni<Listing<TableRow<T>>> of(Listing<TableRow<T>> listing, ListProperty<T, Long> reference) {
        return referred(listing.items(), reference).map(found -> listing.map(row -> expand(row, reference, found)));
    }

    /** Like {@link #of(Listing, ListProperty)}, for a list below a customer that was read already. */
    public <T> Listing<TableRow<T>> below(
            TableRow<Customer> customer, Listing<TableRow<T>> listing, ListProperty<T, Long> reference) {
        return call.isExpanded() ? listing.map(row -> row.expand(reference, customer)) : listing;
    }

    private <T> Uni<Map<Long, TableRow<Customer>>> referred(List<TableRow<T>> rows, ListProperty<T, Long> reference) {
        return call.isExpanded()
                ? customers.fetchAll(
                        business.id(),
                        rows.stream().map(row -> row.get(reference)).collect(Collectors.toSet()))
                : Uni.createFrom().item(Map.of());
    }

    private static <T> TableRow<T> expand(
            TableRow<T> row, ListProperty<T, Long> reference, Map<Long, TableRow<Customer>> found) {
        var customer = found.get(row.get(reference));
        return customer == null ? row : row.expand(reference, customer);
    }
}
