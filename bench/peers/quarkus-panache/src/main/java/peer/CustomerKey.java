package peer;

public record CustomerKey(Long businessId, Long id) {}
