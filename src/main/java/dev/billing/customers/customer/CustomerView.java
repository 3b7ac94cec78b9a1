package dev.billing.customers.customer;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.billing.customers.http.Money;
import java.math.BigDecimal;

/**
 * A customer as the API shows it, in the specification's order.
 *
 * @param createdAt UNIX seconds
 * @param updatedAt UNIX seconds, or null until the first change
 * @param balance without trailing zeros
 */
public record CustomerView(
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("updated_at") Long updatedAt,
        @JsonProperty("id") long id,
        @JsonProperty("number") String number,
        @JsonProperty("name") String name,
        @JsonProperty("email") String email,
        @JsonProperty("address1") String address1,
        @JsonProperty("address2") String address2,
        @JsonProperty("city") String city,
        @JsonProperty("state") String state,
        @JsonProperty("postal_code") String postalCode,
        @JsonProperty("country") String country,
        @JsonProperty("tax_id") String taxId,
        @JsonProperty("phone") String phone,
        @JsonProperty("other_phone") String otherPhone,
        @JsonProperty("website") String website,
        @JsonProperty("notes") String notes,
        @JsonProperty("balance") BigDecimal balance,
        @JsonProperty("stripe_customer") String stripeCustomer) {

    /** The view of a stored customer. */
    public static CustomerView of(Customer customer) {
        return new CustomerView(
                customer.getCreatedAt(),
                customer.getUpdatedAt(),
                customer.getId(),
                customer.getNumber(),
                customer.getName(),
                customer.getEmail(),
                customer.getAddress1(),
                customer.getAddress2(),
                customer.getCity(),
                customer.getState(),
                customer.getPostalCode(),
                customer.getCountry(),
                customer.getTaxId(),
                customer.getPhone(),
                customer.getOtherPhone(),
                customer.getWebsite(),
                customer.getNotes(),
                Money.plain(customer.getBalance()),
                customer.getStripeCustomer());
    }
}
