package dev.billing.customers.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.TableRow;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows events: their objects as the resources of their kind show them, in the representation of the caller. */
@Singleton
class EventViews {

    private final Map<String, ListTable<?>> tables;
    private final ObjectReader json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(ObjectNode.class);

    EventViews(@All List<EventObject> objects) {
        this.tables = objects.stream()
                .map(EventObject::table)
                .collect(Collectors.toMap(ListTable::name, Function.identity()));
    }

    /** The event as callers see it. */
    TableRow<Event> view(TableRow<Event> event) {
        var type = event.get(Event.TYPE);
        var table = Objects.requireNonNull(tables.get(type.substring(0, type.indexOf('.'))), type);
        var object = read(event.get(Event.OBJECT));
        var view = event.and(Event.OBJECT.name(), table.read(object));
        @Nullable String previous = event.get(Event.PREVIOUS);
        if (previous != null) {
            view = view.and(Event.PREVIOUS.name(), table.readPrevious(object, read(previous)));
        }
        @Nullable Long key = event.get(Event.KEY);
        return key == null ? view : view.and(Event.KEY.name(), key(key, event.get(Event.KEY_NAME)));
    }

    private static Map<String, Object> key(long id, String name) {
        var key = new LinkedHashMap<String, Object>();
        key.put("id", id);
        key.put("name", name);
        return key;
    }

    private ObjectNode read(String text) {
        try {
            return json.readValue(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
