package io.helipod.adapters.storage.record;

import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The exec sessions of a {@link RecordIndex}. Immutable. */
final class ExecIndex {
    /** No session. */
    static final ExecIndex EMPTY = new ExecIndex(SharedMap.byId(), SharedMap.byId());

    private static final Comparator<ExecSession> OLDEST = Comparator.comparing(ExecSession::created)
            .thenComparing(each -> each.id().value());
    private final SharedMap<ExecSession> byId;
    private final SharedMap<List<ExecSession>> byContainer;

    private ExecIndex(SharedMap<ExecSession> byId, SharedMap<List<ExecSession>> byContainer) {
        this.byId = byId;
        this.byContainer = byContainer;
    }

    Optional<ExecSession> get(ExecId id) {
        return byId.get(id.value());
    }

    /** Oldest first; unchanging. */
    List<ExecSession> of(ContainerId container) {
        return byContainer.get(container.value()).orElse(List.of());
    }

    List<ExecSession> list() {
        return List.copyOf(byId.values());
    }

    ExecIndex with(ExecSession session) {
        List<ExecSession> siblings = new ArrayList<>(of(session.container()));
        siblings.removeIf(each -> each.id().equals(session.id()));
        siblings.add(session);
        siblings.sort(OLDEST);
        return new ExecIndex(byId.with(session.id().value(), session), siblings(session.container(), siblings));
    }

    ExecIndex without(ExecId id) {
        Optional<ExecSession> before = get(id);
        if (before.isEmpty()) {
            return this;
        }
        List<ExecSession> left = new ArrayList<>(of(before.get().container()));
        left.remove(before.get());
        return new ExecIndex(byId.without(id.value()), siblings(before.get().container(), left));
    }

    private SharedMap<List<ExecSession>> siblings(ContainerId container, List<ExecSession> sessions) {
        return sessions.isEmpty()
                ? byContainer.without(container.value())
                : byContainer.with(container.value(), List.copyOf(sessions));
    }
}
