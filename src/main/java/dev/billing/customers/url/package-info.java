/** Parameters and percent encoding. */
package dev.billing.customers.url;
