package peer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import org.springframework.data.annotation.Id;

public class Customer {

    @Id
    public Long id;

    @JsonIgnore
    public Long businessId;

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
}
