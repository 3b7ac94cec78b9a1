package peer;

import java.time.Instant;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The requests of the benchmark, as the guides to WebFlux and Spring Data R2DBC write them. */
@RestController
@RequestMapping("/businesses/{business}/customers")
public class CustomerController {

    private final CustomerRepository customers;

    public CustomerController(CustomerRepository customers) {
        this.customers = customers;
    }

    @GetMapping("/{id}")
    public Mono<Customer> fetch(@PathVariable long business, @PathVariable long id) {
        return customers.findByBusinessIdAndId(business, id).switchIfEmpty(notFound());
    }

    @GetMapping
    public Mono<CustomerPage> list(
            @PathVariable long business,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "10") int size) {
        return customers
                .findByBusinessId(business, PageRequest.of(page, size, Sort.by("id")))
                .collectList()
                .zipWith(customers.countByBusinessId(business), CustomerPage::new);
    }

    @GetMapping("/without-total")
    public Flux<Customer> listWithoutTotal(
            @PathVariable long business,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "10") int size) {
        return customers.findByBusinessId(business, PageRequest.of(page, size, Sort.by("id")));
    }

    @GetMapping("/by-number/{number}")
    public Mono<Customer> findByNumber(@PathVariable long business, @PathVariable String number) {
        return customers.findByBusinessIdAndNumber(business, number).switchIfEmpty(notFound());
    }

    @GetMapping("/by-name/{name}")
    public Flux<Customer> findByName(@PathVariable long business, @PathVariable String name) {
        return customers.findByBusinessIdAndNameOrderById(business, name);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    public Mono<Customer> create(@PathVariable long business, @RequestBody Customer customer) {
        customer.businessId = business;
        customer.createdAt = Instant.now().getEpochSecond();
        return customers.save(customer);
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
