package dev.billing.customers.api;

import dev.billing.customers.query.Export;
import dev.billing.customers.query.Links;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.Representation;
import dev.billing.customers.query.TableRow;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** The successful responses of the API, with their headers. */
@Singleton
public class Responses {

    private static final String TOTAL = "X-Total-Count";

    private final Call call;

    Responses(Call call) {
        this.call = call;
    }

    /** 200 with one page of a list, its exact total and the links to its neighbours; or with all of it, as an export. */
    public RestResponse<Envelope> list(String name, Listing<?> listing) {
        return listing.export().map(export -> export(export, listing.total())).orElseGet(() -> page(name, listing));
    }

    private RestResponse<Envelope> export(Export<?> export, long total) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.OK, Envelope.ofExport(export))
                .header(TOTAL, total)
                .header(
                        HttpHeaders.CONTENT_TYPE,
                        call.exportFormat().orElseThrow().contentType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING)
                .header("Trailer", ExportResponse.ROWS)
                .build();
    }

    private RestResponse<Envelope> page(String name, Listing<?> listing) {
        return withList(RestResponse.Status.OK, name, listing.items(), listing);
    }

    /**
     * 200 with the rows after a key, and the link to those that come next. There is no total, which would change with every page.
     *
     * @param param the parameter with the key
     * @param next after which the next rows are
     */
    public RestResponse<Envelope> listAfter(String name, List<?> rows, String param, Object next, int size) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.OK, Envelope.of(name, rows))
                .header(HttpHeaders.LINK, Links.next(call.url(), call.parameters(), param, next, size))
                .build();
    }

    /** An object that contains one page of a list, with the headers of the list. */
    public RestResponse<Envelope> withList(RestResponse.Status status, String name, Object view, Listing<?> listing) {
        var response = RestResponse.ResponseBuilder.create(status, Envelope.of(name, view))
                .header(TOTAL, listing.total());
        Links.header(call.url(), call.parameters(), listing)
                .ifPresent(links -> response.header(HttpHeaders.LINK, links));
        return response.build();
    }

    /**
     * 200 with the object and its tag; 304 if the caller already has that version. The tag does not cover an expanded object, so a
     * response with one is never 304.
     */
    public RestResponse<Envelope> fetched(String name, TableRow<?> row, boolean isExpanded) {
        var tag = EntityTag.of(row);
        return !isExpanded && tag.filter(call::isNotModified).isPresent()
                ? tagged(RestResponse.ResponseBuilder.create(RestResponse.Status.NOT_MODIFIED), row)
                : ok(name, row);
    }

    /** 200 with the object and its tag. */
    public RestResponse<Envelope> ok(String name, TableRow<?> row) {
        return tagged(RestResponse.ResponseBuilder.ok(Envelope.of(name, row)), row);
    }

    /** 201 with the created object, its tag and its URL. */
    public RestResponse<Envelope> created(String name, TableRow<?> row) {
        return created(name, row, call.url());
    }

    /** Like {@link #created(String, TableRow)}, if the objects are not below the URL of the request, but below another one. */
    public RestResponse<Envelope> created(String name, TableRow<?> row, String url) {
        return tagged(
                RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, Envelope.of(name, row))
                        .location(URI.create(url + "/" + row.key())),
                row);
    }

    /**
     * 200 after an edit, with {@code success}, or with the whole object if the caller prefers that. The bare representation always has the
     * whole object.
     */
    public RestResponse<Envelope> edited(String name, TableRow<?> row) {
        return call.prefersRepresentation() || call.representation() == Representation.BARE
                ? whole(name, row)
                : tagged(RestResponse.ResponseBuilder.ok(Envelope.SUCCESS), row);
    }

    /** 200 with the whole object and its tag, which also applies the preference of a caller that wants it. */
    public RestResponse<Envelope> whole(String name, TableRow<?> row) {
        var response = RestResponse.ResponseBuilder.ok(Envelope.of(name, row));
        return tagged(
                call.prefersRepresentation() ? response.header("Preference-Applied", Prefer.REPRESENTATION) : response,
                row);
    }

    private static RestResponse<Envelope> tagged(RestResponse.ResponseBuilder<Envelope> response, TableRow<?> row) {
        EntityTag.of(row).ifPresent(tag -> response.header(HttpHeaders.ETAG, tag));
        return response.build();
    }
}
