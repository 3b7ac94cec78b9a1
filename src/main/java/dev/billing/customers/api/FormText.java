package dev.billing.customers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/** A text value of a form, which may represent a value of any type. */
final class FormText extends TextNode {

    /** Creates a {@link FormText} for every text. */
    static final JsonNodeFactory FACTORY = new JsonNodeFactory(true) {

        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable TextNode textNode(@Nullable String text) {
            return text == null ? null : new FormText(text);
        }
    };

    private static final long serialVersionUID = 1L;

    private FormText(String text) {
        super(text);
    }
}
