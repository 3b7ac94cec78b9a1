package dev.billing.customers.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.billing.customers.database.Gate.Refusal;
import dev.billing.customers.database.Gate.Refused;
import dev.billing.customers.database.Gate.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GateTest {

    private final List<String> admitted = new ArrayList<>();

    @Test
    void an_owner_has_its_share_and_no_more_however_many_permits_are_free() throws Exception {
        var gate = new Gate(4, 2, 10, 5);

        assertThat(enter(gate, "a").wasAdmittedAtOnce()).isTrue();
        assertThat(enter(gate, "a").wasAdmittedAtOnce()).isTrue();
        assertThat(enter(gate, "a").wasAdmittedAtOnce()).isFalse();
        assertThat(enter(gate, "b").wasAdmittedAtOnce()).isTrue();
        assertThat(gate.inside()).isEqualTo(3);
        assertThat(gate.waiting()).isEqualTo(1);
    }

    @Test
    void owners_that_wait_are_served_in_turn() throws Exception {
        var gate = new Gate(1, 1, 10, 5);
        var first = enter(gate, "a");
        var visits = new ArrayList<Visit>();
        var order = new ArrayList<Integer>();
        for (var owner : List.of("a", "a", "a", "b", "c", "b")) {
            int number = visits.size();
            visits.add(gate.enter(owner, visit -> {
                admitted.add(owner);
                order.add(number);
            }));
        }

        gate.leave(first);
        for (int served = 1; served < 6; served++) {
            gate.leave(visits.get(order.get(served - 1)));
        }

        assertThat(admitted).containsExactly("a", "b", "c", "a", "b", "a");
    }

    @Test
    void who_waited_for_its_own_work_is_told_whether_any_of_it_has_ended_meanwhile() throws Exception {
        var gate = new Gate(4, 2, 4, 4);
        var first = enter(gate, "a");
        enter(gate, "a");
        enter(gate, "a");
        var last = enter(gate, "a");

        assertThat(gate.reason(last)).isEqualTo(Refusal.OWN_SHARE_STUCK);
        gate.leave(first);
        assertThat(gate.reason(last)).isEqualTo(Refusal.OWN_SHARE_USED);
    }

    @Test
    void who_is_over_its_share_is_told_so_and_who_is_kept_out_by_others_too() throws Exception {
        var gate = new Gate(2, 1, 3, 1);
        enter(gate, "a");
        enter(gate, "b");

        assertThat(gate.reason(enter(gate, "a"))).isEqualTo(Refusal.OWN_SHARE_STUCK);
        assertThat(gate.reason(enter(gate, "c"))).isEqualTo(Refusal.ALL_TAKEN);
        assertThat(refusal(gate, "a")).isEqualTo(Refusal.OWN_SHARE_USED);
        enter(gate, "d");
        assertThat(refusal(gate, "e")).isEqualTo(Refusal.ALL_TAKEN);
    }

    @Test
    void who_leaves_the_queue_is_not_let_in_and_leaving_twice_gives_no_second_permit() throws Exception {
        var gate = new Gate(1, 1, 10, 10);
        var inside = enter(gate, "a");
        var gone = enter(gate, "b");
        gate.leave(gone);
        gate.leave(inside);
        gate.leave(inside);
        gate.leave(gone);

        assertThat(admitted).isEmpty();
        assertThat(gate.inside()).isZero();
        assertThat(enter(gate, "c").wasAdmittedAtOnce()).isTrue();
        assertThat(enter(gate, "c").wasAdmittedAtOnce()).isFalse();
    }

    @Property(tries = 300)
    void no_permit_is_lost_and_no_limit_passed_whatever_happens(
            @ForAll List<@IntRange(max = 40) Integer> steps,
            @ForAll @IntRange(min = 1, max = 5) int permits,
            @ForAll @IntRange(min = 1, max = 3) int share) {
        var gate = new Gate(permits, share, 6, 3);
        var inside = new HashMap<Integer, AtomicInteger>();
        var visits = new ArrayList<Visit>();
        var counters = new HashMap<Visit, Runnable>();
        for (int step : steps) {
            if (step <= 20) {
                var counter = inside.computeIfAbsent(step % 4, owner -> new AtomicInteger());
                try {
                    var entered = new AtomicInteger();
                    var visit = gate.enter(step % 4, admittedLater -> {
                        counter.incrementAndGet();
                        entered.incrementAndGet();
                    });
                    if (visit.wasAdmittedAtOnce()) {
                        counter.incrementAndGet();
                        entered.incrementAndGet();
                    }
                    visits.add(visit);
                    counters.put(visit, () -> counter.addAndGet(-entered.getAndSet(0)));
                } catch (Refused full) {
                    assertThat(gate.waiting()).isPositive();
                }
            } else if (!visits.isEmpty()) {
                var visit = visits.remove(step % visits.size());
                counters.get(visit).run();
                gate.leave(visit);
            }
            assertThat(inside.values()).allMatch(count -> count.get() <= share);
            assertThat(inside.values().stream().mapToInt(AtomicInteger::get).sum())
                    .isEqualTo(gate.inside())
                    .isLessThanOrEqualTo(permits);
        }
        visits.forEach(gate::leave);
        assertThat(gate.inside()).isZero();
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void many_threads_leave_it_as_it_was() throws Exception {
        var gate = new Gate(5, 3, 1000, 500);
        var threads = Executors.newFixedThreadPool(8);
        var most = new AtomicInteger();
        var done = new CountDownLatch(8 * 500);
        for (int thread = 0; thread < 8; thread++) {
            int owner = thread % 3;
            threads.execute(() -> {
                for (int i = 0; i < 500; i++) {
                    var visit = new Visit[1];
                    var in = new CountDownLatch(1);
                    try {
                        visit[0] = gate.enter(owner, admittedLater -> in.countDown());
                        if (!visit[0].wasAdmittedAtOnce()) {
                            in.await();
                        }
                        most.accumulateAndGet(gate.inside(), Math::max);
                        gate.leave(visit[0]);
                    } catch (Refused | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    done.countDown();
                }
            });
        }
        done.await();
        threads.shutdown();

        assertThat(most.get()).isBetween(1, 5);
        assertThat(gate.inside()).isZero();
        assertThat(gate.waiting()).isZero();
    }

    private Visit enter(Gate gate, String owner) throws Refused {
        return gate.enter(owner, visit -> admitted.add(owner));
    }

    private static Refusal refusal(Gate gate, String owner) {
        return catchThrowableOfType(Refused.class, () -> gate.enter(owner, visit -> {}))
                .refusal();
    }
}
