package dev.billing.customers.customer;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.DryRun;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.imports.Imports;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;

/** Imports customers from a body of any length, which is read as a stream. */
@Path("/customers/import")
public class CustomerImportResource implements ApiResource {

    private final Imports imports;
    private final CustomerImports customers;
    private final CurrentBusiness business;
    private final Call call;

    CustomerImportResource(Imports imports, CustomerImports customers, CurrentBusiness business, Call call) {
        this.imports = imports;
        this.customers = customers;
        this.business = business;
        this.call = call;
    }

    /** Creates or edits a customer for each line, and answers each line when it is stored. */
    @POST
    @Produces("application/x-ndjson")
    @DryRun
    @PermissionsAllowed(Permission.WRITE)
    public Multi<byte[]> run(@Context RoutingContext caller) {
        long businessId = business.id();
        var representation = call.representation();
        return imports.run(businessId, caller, isDry -> customers.target(businessId, representation, isDry));
    }
}
