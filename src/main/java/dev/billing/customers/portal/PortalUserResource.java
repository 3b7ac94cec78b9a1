package dev.billing.customers.portal;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.EmailKey;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.Expandable;
import dev.billing.customers.api.Listed;
import dev.billing.customers.api.Responses;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.contact.Contact;
import dev.billing.customers.contact.Contacts;
import dev.billing.customers.customer.CustomerExpansion;
import dev.billing.customers.customer.Customers;
import dev.billing.customers.database.Texts;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.TableRow;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/**
 * The users of the client portal: a user sees the customers that have a contact with the user's e-mail address (specification,
 * "Customers"). The contacts inside an answer are one page of a list, with its parameters and headers.
 */
@Path("/portal_users/{userId}")
@Produces(MediaType.APPLICATION_JSON)
public class PortalUserResource implements ApiResource {

    private static final String PORTAL_USER = "portal_user";
    private static final int MAX_ID = 255;

    private final PortalUserRepository users;
    private final Contacts contacts;
    private final CustomerExpansion expansion;
    private final CurrentBusiness business;
    private final Call call;
    private final Responses responses;

    PortalUserResource(
            PortalUserRepository users,
            Contacts contacts,
            CustomerExpansion expansion,
            CurrentBusiness business,
            Call call,
            Responses responses) {
        this.users = users;
        this.contacts = contacts;
        this.expansion = expansion;
        this.business = business;
        this.call = call;
        this.responses = responses;
    }

    /** Remembers the user's address: 201 the first time, 200 from then on. */
    @PUT
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @PermissionsAllowed(Permission.PORTAL)
    @Expandable(Customers.NAME)
    @Listed(also = Listed.METADATA)
    public Uni<RestResponse<Envelope>> put(@RestPath String userId, PortalUserInput input) {
        call.check(input::check);
        var request = call.listRequest(Contacts.TABLE);
        if (request.cursor().isPresent()) {
            // It would be of the list of the address before.
            throw ApiException.invalid("cursor", "A cursor is for GET. Leave it out.");
        }
        var id = id(userId);
        // The list is read first: what can fail about it fails before anything is stored.
        return contacts(EmailKey.of(input.getEmail()), request)
                .flatMap(listing -> users.put(business.id(), id, input.getEmail())
                        .map(put -> answer(put.isNew() ? Status.CREATED : Status.OK, put.user(), listing)));
    }

    /** The user with the contacts that are theirs. */
    @GET
    @PermissionsAllowed({Permission.READ, Permission.PORTAL})
    @Expandable(Customers.NAME)
    @Listed(also = Listed.METADATA)
    public Uni<RestResponse<Envelope>> fetch(@RestPath String userId) {
        var request = call.listRequest(Contacts.TABLE);
        return users.fetch(business.id(), id(userId)).flatMap(user -> contacts(user.get(PortalUser.EMAIL_KEY), request)
                .map(listing -> answer(Status.OK, user, listing)));
    }

    @DELETE
    @PermissionsAllowed(Permission.PORTAL)
    public Uni<Void> delete(@RestPath String userId) {
        return users.remove(business.id(), id(userId));
    }

    /** One page of the customers that the user may see. */
    @GET
    @Path("/customers")
    @PermissionsAllowed({Permission.READ, Permission.PORTAL})
    @Listed(also = {Listed.SEARCH, Listed.OPEN_BALANCE, Listed.METADATA})
    public Uni<RestResponse<Envelope>> customers(@RestPath String userId) {
        var request = call.listRequest(Customers.TABLE);
        return users.fetch(business.id(), id(userId))
                .flatMap(user -> users.customers(business.id(), user, request))
                .map(listing -> responses.list("customers", listing));
    }

    private Uni<Listing<TableRow<Contact>>> contacts(String emailKey, ListRequest<Contact> request) {
        return contacts.listByEmail(business.id(), emailKey, request)
                .flatMap(listing -> expansion.of(listing, Contacts.CUSTOMER));
    }

    private RestResponse<Envelope> answer(
            Status status, TableRow<PortalUser> user, Listing<TableRow<Contact>> listing) {
        return responses.withList(status, PORTAL_USER, user.and("contacts", listing.items()), listing);
    }

    /** Ids are the portal's, so any text is one that can be stored. */
    private static String id(String segment) {
        boolean possible = Texts.isStorable(segment)
                && segment.codePointCount(0, segment.length()) <= MAX_ID
                && segment.chars().noneMatch(Character::isISOControl);
        if (!possible) {
            throw ApiException.notFound(PortalUserRepository.NAME);
        }
        return segment;
    }
}
