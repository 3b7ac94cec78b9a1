package dev.billing.customers.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.billing.customers.error.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GunzipTest {

    @Property(tries = 100)
    void what_was_packed_comes_out_however_its_bytes_arrive(
            @ForAll @Size(min = 1, max = 3) List<@Size(max = 300) byte[]> members,
            @ForAll @IntRange(min = 1, max = 40) int piece)
            throws IOException {
        var packed = new ByteArrayOutputStream();
        var content = new ByteArrayOutputStream();
        for (var member : members) {
            packed.writeBytes(gzip(member));
            content.writeBytes(member);
        }

        assertThat(unpacked(packed.toByteArray(), piece)).isEqualTo(content.toByteArray());
    }

    @Property(tries = 100)
    void what_is_cut_is_refused(@ForAll @IntRange(min = 0, max = 30) int missing) throws IOException {
        var packed = gzip("some lines of a file".repeat(5).getBytes());
        int length = Math.max(0, packed.length - 1 - missing);

        assertThatThrownBy(() -> unpacked(Arrays.copyOf(packed, length), 7))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("gzip");
    }

    @Property(tries = 200)
    void any_bytes_are_unpacked_or_refused(@ForAll @Size(max = 100) byte[] bytes, @ForAll boolean isMarked) {
        if (isMarked && bytes.length > 3) {
            bytes[0] = 0x1f;
            bytes[1] = (byte) 0x8b;
            bytes[2] = 8;
            bytes[3] &= 0x1f;
        }
        try {
            unpacked(bytes, 10);
        } catch (ApiException refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    @Test
    void every_optional_part_of_a_header_is_skipped() throws IOException {
        var plain = gzip("x".getBytes());
        var packed = new ByteArrayOutputStream();
        packed.write(plain, 0, 3);
        packed.write(2 | 4 | 8 | 16);
        packed.write(plain, 4, 6);
        packed.writeBytes(new byte[] {3, 0, 1, 2, 3, 'n', 0, 'c', 0, 9, 9});
        packed.write(plain, 10, plain.length - 10);

        assertThat(unpacked(packed.toByteArray(), 1)).isEqualTo("x".getBytes());
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] unpacked(byte[] packed, int piece) {
        var content = new ByteArrayOutputStream();
        try (var gunzip = new Gunzip()) {
            for (int from = 0; from < packed.length; from += piece) {
                gunzip.add(Arrays.copyOfRange(packed, from, Math.min(packed.length, from + piece)));
                for (var some = gunzip.poll(); some != null; some = gunzip.poll()) {
                    content.writeBytes(some);
                }
            }
            gunzip.end();
        }
        return content.toByteArray();
    }
}
