package dev.billing.customers.api;

import dev.billing.customers.query.Links;
import dev.billing.customers.query.Listing;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/** The successful answers of the API, with the headers that belong to each. */
@RequestScoped
public class Responses {

    private final Call call;

    Responses(Call call) {
        this.call = call;
    }

    /** 200 with one page of a list, its exact total and the links to its neighbours. */
    public RestResponse<Envelope> list(String name, Listing<?> listing) {
        return withList(RestResponse.Status.OK, name, listing.items(), listing);
    }

    /** An object that has one page of a list inside, with the headers of the list. */
    public RestResponse<Envelope> withList(RestResponse.Status status, String name, Object view, Listing<?> listing) {
        var response = RestResponse.ResponseBuilder.create(status, Envelope.of(name, view))
                .header("X-Total-Count", listing.total());
        Links.header(call.url(), call.parameters(), listing)
                .ifPresent(links -> response.header(HttpHeaders.LINK, links));
        return response.build();
    }

    /**
     * 200 with the object and its tag; 304 if the caller has that version already. Where another object is shown inside, the tag says
     * nothing of that one, so there is no 304.
     */
    public RestResponse<Envelope> fetched(String name, Tagged view, boolean isExpanded) {
        if (!isExpanded && call.isNotModified(view.etag())) {
            return RestResponse.ResponseBuilder.<Envelope>create(RestResponse.Status.NOT_MODIFIED)
                    .header(HttpHeaders.ETAG, view.etag())
                    .build();
        }
        return tagged(RestResponse.Status.OK, name, view).build();
    }

    /** 201 with the created object and its URL. */
    public RestResponse<Envelope> created(String name, long id, Object view) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, Envelope.of(name, view))
                .location(location(id))
                .build();
    }

    /** The same for an object with a tag. */
    public RestResponse<Envelope> created(String name, long id, Tagged view) {
        return tagged(RestResponse.Status.CREATED, name, view)
                .location(location(id))
                .build();
    }

    /** 200 after an edit: whether it succeeded, or the whole object where the caller prefers that. */
    public RestResponse<Envelope> edited(String name, Tagged view) {
        if (!call.prefersRepresentation()) {
            return RestResponse.ResponseBuilder.ok(Envelope.SUCCESS)
                    .header(HttpHeaders.ETAG, view.etag())
                    .build();
        }
        return tagged(RestResponse.Status.OK, name, view)
                .header("Preference-Applied", Prefer.REPRESENTATION)
                .build();
    }

    private static RestResponse.ResponseBuilder<Envelope> tagged(RestResponse.Status status, String name, Tagged view) {
        return RestResponse.ResponseBuilder.create(status, Envelope.of(name, view))
                .header(HttpHeaders.ETAG, view.etag());
    }

    private URI location(long id) {
        return URI.create(call.url() + "/" + id);
    }
}
