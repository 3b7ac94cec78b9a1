package peer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.SequenceGenerator;
import java.math.BigDecimal;
import java.util.List;

@Entity
@IdClass(CustomerKey.class)
@JsonNaming(SnakeCaseStrategy.class)
public class Customer extends PanacheEntityBase {

    @Id
    @JsonIgnore
    public Long businessId;

    @Id
    @SequenceGenerator(name = "customer_id", sequenceName = "customer_id_seq", allocationSize = 1)
    @GeneratedValue(generator = "customer_id")
    public Long id;

    public Long createdAt;
    public Long updatedAt;
    public String number;
    public String name;
    public String email;
    public String address1;
    public String address2;
    public String city;
    public String state;
    public String postalCode;
    public String country;
    public String taxId;
    public String phone;
    public String otherPhone;
    public String website;
    public String notes;
    public BigDecimal balance = BigDecimal.ZERO;
    public String stripeCustomer;

    public static Uni<Customer> findByBusinessAndId(long businessId, long id) {
        return findById(new CustomerKey(businessId, id));
    }

    public static PanacheQuery<Customer> findByBusiness(long businessId) {
        return find("businessId", Sort.by("id"), businessId);
    }

    public static Uni<Customer> findByNumber(long businessId, String number) {
        return find("businessId = ?1 and number = ?2", businessId, number).firstResult();
    }

    public static Uni<List<Customer>> findByName(long businessId, String name) {
        return list("businessId = ?1 and name = ?2", Sort.by("id"), businessId, name);
    }
}
