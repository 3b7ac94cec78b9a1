package dev.billing.customers.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.billing.customers.event.EventRepository.Batch;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.TableRow;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The events of a business for those who send them on: in order, without a gap, and without a request of a caller. */
@Singleton
public class EventLog {

    private static final Set<String> VERBS = Set.of("created", "updated", "deleted", "restored");
    private static final String ERASED = "customer.erased";
    private static final String NEVER_RESTORED = "portal_user.restored";

    private final EventRepository events;
    private final ObjectWriter json;
    private final Set<String> types;

    EventLog(EventRepository events, ObjectMapper json, @All List<EventObject> objects) {
        this.events = events;
        this.json = json.writer();
        this.types = objects.stream()
                .flatMap(object -> VERBS.stream().map(verb -> object.table().name() + "." + verb))
                .collect(Collectors.toCollection(TreeSet::new));
        types.add(ERASED);
        types.remove(NEVER_RESTORED);
    }

    /**
     * An event.
     *
     * @param createdAt UNIX seconds
     * @param subject whose events must stay in order
     * @param json as the API shows it, without an envelope
     */
    public record Entry(long id, long createdAt, String type, String subject, String json) {}

    /**
     * Events after a position.
     *
     * @param entries in order; at most a hundred
     * @param position after which the next ones are
     * @param isFull whether there may be more
     */
    public record Page(List<Entry> entries, long position, boolean isFull) {}

    /** All types of events. */
    public Collection<String> types() {
        return types;
    }

    /** The id of the newest event of a business; 0 if there is none. */
    public Uni<Long> newest(long businessId) {
        return events.newest(businessId);
    }

    /** The events after a position that are of one of these types, or of any if there is none. */
    public Uni<Page> after(long businessId, Collection<String> ofTypes, long position) {
        var all = ListRequest.of(Event.TABLE);
        var request = ofTypes.isEmpty() ? all : all.where(Event.TYPE, Set.copyOf(ofTypes));
        return events.after(businessId, request, position).map(batch -> page(batch, request.size()));
    }

    private Page page(Batch batch, int size) {
        var entries = batch.events().stream().map(this::entry).toList();
        return new Page(entries, batch.position(), entries.size() == size);
    }

    private Entry entry(TableRow<Event> event) {
        try {
            return new Entry(
                    event.get(Event.ID),
                    event.get(Event.CREATED_AT),
                    event.get(Event.TYPE),
                    event.find("customer").map(String::valueOf).orElse(""),
                    json.writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
