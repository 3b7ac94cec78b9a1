package dev.billing.customers.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;

class DecimalsTest {

    @Property
    void money_keeps_its_value_and_has_neither_trailing_zeros_nor_an_exponent(
            @ForAll @BigRange(min = "-999999999999999", max = "999999999999999") @Scale(4) BigDecimal amount) {
        var plain = Decimals.plain(amount.setScale(4));

        assertThat(plain).isEqualByComparingTo(amount);
        assertThat(plain.toString()).matches("-?[0-9]+(\\.[0-9]*[1-9])?");
    }
}
