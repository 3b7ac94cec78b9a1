package dev.billing.customers.query;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Answers list requests, for any resource that declares its properties. */
@ApplicationScoped
public class ReactiveLists {

    private final Database database;

    ReactiveLists(Database database) {
        this.database = database;
    }

    /**
     * One page of the rows in a scope, with the exact total. A page past the end is empty and has the same total.
     *
     * @param properties what the resource declares
     * @param scope the rows that the caller may see
     * @param request what the caller asks for
     */
    public <E> Uni<Listing<E>> list(ResourceProperties<E> properties, Scope scope, ListRequest request) {
        var statement = new ListStatement<>(properties, scope, request);
        return database.untracked(
                session -> statement.page(session).getResultList().flatMap(rows -> total(
                                session, statement, request.page(), rows)
                        .map(total -> new Listing<>(rows, total, request.page()))));
    }

    /** A page that is neither full nor past the end shows the total by itself; only the others have the rows counted. */
    private static <E> Uni<Long> total(
            Mutiny.StatelessSession session, ListStatement<E> statement, Page page, List<E> rows) {
        boolean lastPage = rows.size() < page.size() && (page.number() == 1 || !rows.isEmpty());
        return lastPage
                ? Uni.createFrom().item(page.offset() + rows.size())
                : statement.count(session).getSingleResult();
    }
}
