package dev.billing.customers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/** The text of a value in a form, which may stand for a value of any type. */
final class FormText extends TextNode {

    /** Makes these of all texts. */
    static final JsonNodeFactory FACTORY = new JsonNodeFactory(true) {

        private static final long serialVersionUID = 1L;

        @Override
        public TextNode textNode(String text) {
            return text == null ? null : new FormText(text);
        }
    };

    private static final long serialVersionUID = 1L;

    private FormText(String text) {
        super(text);
    }
}
