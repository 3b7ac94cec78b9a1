package dev.billing.customers.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Calls that are made at the same time. */
public final class AtOnce {

    private AtOnce() {}

    /** Makes all calls, each on a thread of its own, and answers what they return; fails where one fails. */
    public static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        var threads = Executors.newFixedThreadPool(calls.size());
        try {
            var results = new ArrayList<T>();
            for (var call : threads.invokeAll(calls)) {
                results.add(call.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
