package dev.billing.customers.webhook;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.Ids;
import dev.billing.customers.api.Listed;
import dev.billing.customers.api.Responses;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.event.EventLog;
import dev.billing.customers.idempotency.Idempotency;
import dev.billing.customers.query.TableRow;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The endpoints to which the events of a business are sent. The secret of an endpoint is shown when it is made, and never again. */
@Path("/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@PermissionsAllowed(Permission.WEBHOOKS)
public class WebhookResource implements ApiResource {

    private static final String SECRET = "secret";

    private final WebhookRepository webhooks;
    private final EventLog events;
    private final CurrentBusiness business;
    private final Call call;
    private final Responses responses;
    private final Idempotency idempotency;
    private final boolean allowPlain;

    WebhookResource(
            WebhookRepository webhooks,
            EventLog events,
            CurrentBusiness business,
            Call call,
            Responses responses,
            Idempotency idempotency,
            WebhookSettings settings) {
        this.webhooks = webhooks;
        this.events = events;
        this.business = business;
        this.call = call;
        this.responses = responses;
        this.idempotency = idempotency;
        this.allowPlain = settings.allowPrivateAddresses();
    }

    @GET
    @Listed
    public Uni<RestResponse<Envelope>> list() {
        return webhooks.list(business.id(), call.listRequest(Webhook.TABLE))
                .map(listing -> responses.list("webhooks", listing.map(WebhookResource::view)));
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<RestResponse<Envelope>> create(WebhookInput input) {
        call.check(faults -> input.checkNew(events.types(), allowPlain, faults));
        var secret = WebhookSecret.generate();
        return idempotency.once(business.id(), () -> webhooks.create(business.id(), input, secret)
                .map(webhook -> responses.created(Webhook.NAME, view(webhook).and(SECRET, secret))));
    }

    @GET
    @Path("/{id}")
    public Uni<RestResponse<Envelope>> fetch(@RestPath String id) {
        return webhooks.fetch(business.id(), id(id)).map(webhook -> responses.ok(Webhook.NAME, view(webhook)));
    }

    /** Changes the URL, the types, or whether events are sent. An active endpoint gets what it has missed while it was paused. */
    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<RestResponse<Envelope>> edit(@RestPath String id, WebhookInput input) {
        call.check(faults -> input.check(events.types(), allowPlain, faults));
        return webhooks.edit(business.id(), id(id), input)
                .map(webhook -> responses.edited(Webhook.NAME, view(webhook)));
    }

    @DELETE
    @Path("/{id}")
    public Uni<Void> delete(@RestPath String id) {
        return webhooks.remove(business.id(), id(id));
    }

    /** Replaces the secret, and shows the new one. */
    @POST
    @Path("/{id}/rotate_secret")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<RestResponse<Envelope>> rotate(@RestPath String id, RotateInput input) {
        call.check(faults -> faults.check(input::overlap));
        var secret = WebhookSecret.generate();
        return webhooks.rotate(business.id(), id(id), secret, input.overlap())
                .map(webhook -> responses.ok(Webhook.NAME, view(webhook).and(SECRET, secret)));
    }

    /** Sends one event again, or all from one to another. */
    @POST
    @Path("/{id}/resend")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<RestResponse<Envelope>> resend(@RestPath String id, ResendInput input) {
        call.check(input::check);
        return webhooks.resend(business.id(), id(id), input.first(), input.last())
                .replaceWith(() -> RestResponse.ok(Envelope.SUCCESS));
    }

    @GET
    @Path("/{id}/attempts")
    @Listed
    public Uni<RestResponse<Envelope>> attempts(@RestPath String id) {
        var request = call.listRequest(WebhookAttempt.TABLE);
        long webhook = id(id);
        return webhooks.fetch(business.id(), webhook)
                .chain(() -> webhooks.attempts(business.id(), webhook, request))
                .map(listing -> responses.list("attempts", listing));
    }

    private static TableRow<Webhook> view(TableRow<Webhook> webhook) {
        return webhook.find(Webhook.TYPES.name())
                .map(types -> webhook.and(Webhook.TYPES.name(), WebhookInput.types((String) types)))
                .orElse(webhook);
    }

    private static long id(String segment) {
        return Ids.parse(segment, Webhook.NAME);
    }
}
