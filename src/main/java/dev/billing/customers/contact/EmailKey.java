package dev.billing.customers.contact;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import java.util.Locale;

/**
 * What two spellings of one e-mail address have in common: case, surrounding white space, the composition of Unicode characters
 * (NFC) and the two forms of an internationalized domain name (UTS 46, non-transitional) make no difference.
 *
 * <p>It decides who sees what, so it merges no more than that: the local part is not mapped to compatible characters, and {@code
 * ß} is not {@code ss} (docs/decisions/0008-portal-users.md).
 */
public final class EmailKey {

    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final IDNA DOMAINS = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI);

    private EmailKey() {}

    /** The key of an address. */
    public static String of(String email) {
        var address = email.strip();
        int at = address.lastIndexOf('@');
        return lower(address.substring(0, at + 1)) + domain(address.substring(at + 1));
    }

    private static String domain(String domain) {
        var info = new IDNA.Info();
        var ascii = DOMAINS.nameToASCII(domain, new StringBuilder(), info);
        // Some domains that mail works with in practice are no valid IDN. They match themselves.
        return info.hasErrors() ? lower(domain) : ascii.toString();
    }

    private static String lower(String text) {
        return NFC.normalize(NFC.normalize(text).toLowerCase(Locale.ROOT));
    }
}
