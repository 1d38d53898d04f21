package example.violations;

import io.helipod.adapters.http.HijackSelector;

/** Takes from an adapter what the engine would hand out. */
public final class ByTheAdapter {
    /** Should be asked of the engine. */
    public Object selector() {
        return HijackSelector.create();
    }
}
