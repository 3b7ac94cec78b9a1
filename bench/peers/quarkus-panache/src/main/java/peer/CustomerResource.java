package peer;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The requests of the benchmark, as the guide to Hibernate Reactive with Panache writes them. */
@Path("/businesses/{business}/customers")
public class CustomerResource {

    @GET
    @Path("/{id}")
    @WithSession
    public Uni<Customer> fetch(long business, long id) {
        return Customer.findByBusinessAndId(business, id).onItem().ifNull().failWith(NotFoundException::new);
    }

    @GET
    @WithSession
    public Uni<CustomerPage> list(
            long business,
            @QueryParam("page") @DefaultValue("0") int page,
            @QueryParam("size") @DefaultValue("10") int size) {
        var customers = Customer.findByBusiness(business).page(Page.of(page, size));
        return customers.list().flatMap(list -> customers.count().map(total -> new CustomerPage(list, total)));
    }

    @GET
    @Path("/without-total")
    @WithSession
    public Uni<List<Customer>> listWithoutTotal(
            long business,
            @QueryParam("page") @DefaultValue("0") int page,
            @QueryParam("size") @DefaultValue("10") int size) {
        return Customer.findByBusiness(business).page(Page.of(page, size)).list();
    }

    @GET
    @Path("/by-number/{number}")
    @WithSession
    public Uni<Customer> findByNumber(long business, String number) {
        return Customer.findByNumber(business, number).onItem().ifNull().failWith(NotFoundException::new);
    }

    @GET
    @Path("/by-name/{name}")
    @WithSession
    public Uni<List<Customer>> findByName(long business, String name) {
        return Customer.findByName(business, name);
    }

    @POST
    @ResponseStatus(201)
    @WithTransaction
    public Uni<Customer> create(long business, Customer customer) {
        customer.businessId = business;
        customer.createdAt = Instant.now().getEpochSecond();
        return customer.persist();
    }
}
