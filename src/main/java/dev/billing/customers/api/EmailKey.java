package dev.billing.customers.api;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What two spellings of one e-mail address have in common: case, surrounding white space, the composition of Unicode characters
 * (NFC) and the two forms of an internationalized domain name (UTS 46, non-transitional) make no difference.
 *
 * <p>It decides who sees what, so it merges no more than that: the local part is not mapped to compatible characters, and {@code
 * ß} is not {@code ss} (docs/decisions/0008-portal-users.md).
 */
public final class EmailKey {

    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final IDNA DOMAINS = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_UNICODE | IDNA.CHECK_BIDI);

    /** No domain is longer (RFC 1035, section 2.3.4). */
    private static final int MAX_DOMAIN = 255;

    private EmailKey() {}

    /** The key of an address, or of its start. */
    public static String of(String email) {
        var address = email.strip();
        int domain = address.lastIndexOf('@') + 1;
        return domain == 0 ? lower(address) : lower(address.substring(0, domain)) + domain(address.substring(domain));
    }

    /**
     * The key of an address if PostgreSQL would not make the same by {@code lower}, with which it compares rows that have no key; null for
     * most.
     */
    public static @Nullable String ofUnusual(@Nullable String email) {
        if (email == null) {
            return null;
        }
        var key = of(email);
        return key.equals(lowerAscii(email)) ? null : key;
    }

    private static String lowerAscii(String text) {
        var lower = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return lower.toString();
    }

    private static String domain(String domain) {
        if (domain.length() > MAX_DOMAIN) {
            return lower(domain);
        }
        var info = new IDNA.Info();
        // The form in which people write it, so that the start of an address has the start of its key.
        var unicode = DOMAINS.nameToUnicode(domain, new StringBuilder(), info);
        // Some domains that mail works with in practice are no valid IDN. They match themselves.
        return info.hasErrors() ? lower(domain) : unicode.toString();
    }

    private static String lower(String text) {
        return NFC.normalize(NFC.normalize(text).toLowerCase(Locale.ROOT));
    }
}
