package dev.billing.customers.api;

import com.ibm.icu.text.IDNA;
import io.netty.util.NetUtil;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An e-mail address with valid syntax (RFC 5321, with the characters of RFC 6531): a local part, and a domain that can exist. */
@Target({ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = EmailAddress.Validator.class)
public @interface EmailAddress {

    String message() default "must be an e-mail address";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks the constraint. Null is valid; an empty text is not. */
    class Validator implements ConstraintValidator<EmailAddress, String> {

        /** The characters of an atom (RFC 5322, section 3.2.3) other than letters and digits. */
        private static final String ATOM_SIGNS = "!#$%&'*+-/=?^_`{|}~";

        private static final int MAX_LOCAL_OCTETS = 64;

        /** Part of words in some scripts; IDNA rejects them elsewhere. */
        private static final int ZERO_WIDTH_NON_JOINER = 0x200C;

        private static final int ZERO_WIDTH_JOINER = 0x200D;
        private static final Pattern ADDRESS_LITERAL = Pattern.compile("\\[([0-9.]+|IPv6:([0-9A-Fa-f:.]+))]");
        /** Joiners inside words, where some scripts use them. */
        private static final Pattern JOINERS = Pattern.compile(
                "(?<=[\\p{L}\\p{M}&&[^\\x00-\\x7F]])[\\u200C\\u200D](?=[\\p{L}\\p{M}&&[^\\x00-\\x7F]])");

        private static final Pattern NUMERIC_TOP_LEVEL = Pattern.compile("(.*\\.)?[0-9]+");
        private static final IDNA DOMAINS = IDNA.getUTS46Instance(
                IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

        /** Existing hosts have hyphens in positions 3 and 4, although IDNA reserves them. */
        private static final Set<IDNA.Error> TOLERATED = Set.of(IDNA.Error.HYPHEN_3_4);

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            if (value == null) {
                return true;
            }
            int at = value.lastIndexOf('@');
            return at > 0 && isLocalPart(value.substring(0, at)) && isDomain(value.substring(at + 1));
        }

        private static boolean isLocalPart(String local) {
            if (local.getBytes(StandardCharsets.UTF_8).length > MAX_LOCAL_OCTETS) {
                return false;
            }
            if (local.length() > 1 && local.startsWith("\"") && local.endsWith("\"")) {
                return isQuoted(local.substring(1, local.length() - 1));
            }
            return Stream.of(local.split("\\.", -1))
                    .allMatch(atom -> !atom.isEmpty()
                            && JOINERS.matcher(atom).replaceAll("").codePoints().allMatch(Validator::isOfAtom));
        }

        private static boolean isOfAtom(int codePoint) {
            return codePoint < 0x80
                    ? codePoint >= 'a' && codePoint <= 'z'
                            || codePoint >= 'A' && codePoint <= 'Z'
                            || codePoint >= '0' && codePoint <= '9'
                            || ATOM_SIGNS.indexOf(codePoint) >= 0
                    : Characters.isVisible(codePoint);
        }

        /** The text between quotes (RFC 5321, section 4.1.2), in which a backslash escapes the next character. */
        private static boolean isQuoted(String text) {
            boolean escaped = false;
            for (int codePoint : text.codePoints().toArray()) {
                boolean printable = codePoint == ' ' || Characters.isVisible(codePoint);
                if (!printable || escaped && codePoint > 0x7E || !escaped && codePoint == '"') {
                    return false;
                }
                escaped = !escaped && codePoint == '\\';
            }
            return !escaped;
        }

        private static boolean isDomain(String domain) {
            if (domain.startsWith("[")) {
                return isAddressLiteral(domain);
            }
            if (!domain.codePoints().allMatch(Validator::isOfDomain)) {
                return false;
            }
            var info = new IDNA.Info();
            var ascii = DOMAINS.nameToASCII(domain, new StringBuilder(), info);
            return TOLERATED.containsAll(info.getErrors())
                    && !ascii.toString().endsWith(".")
                    && !NUMERIC_TOP_LEVEL.matcher(ascii).matches();
        }

        private static boolean isAddressLiteral(String domain) {
            var literal = ADDRESS_LITERAL.matcher(domain);
            return literal.matches()
                    && (literal.group(2) == null
                            ? NetUtil.isValidIpV4Address(literal.group(1))
                            : NetUtil.isValidIpV6Address(literal.group(2)));
        }

        /** IDNA drops some invisible characters. An address with them is not what it looks like. */
        private static boolean isOfDomain(int codePoint) {
            return Characters.isVisible(codePoint)
                    || codePoint == ZERO_WIDTH_JOINER
                    || codePoint == ZERO_WIDTH_NON_JOINER;
        }
    }
}
