package peer;

import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.reactive.ReactiveCrudRepository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

public interface CustomerRepository extends ReactiveCrudRepository<Customer, Long> {

    Mono<Customer> findByBusinessIdAndId(long businessId, long id);

    Flux<Customer> findByBusinessId(long businessId, Pageable page);

    Mono<Long> countByBusinessId(long businessId);

    Mono<Customer> findByBusinessIdAndNumber(long businessId, String number);

    Flux<Customer> findByBusinessIdAndNameOrderById(long businessId, String name);
}
