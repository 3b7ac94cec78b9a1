package peer;

import java.util.List;

public record CustomerPage(List<Customer> customers, long total) {}
