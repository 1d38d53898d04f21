/**
 * The door for embedding: an engine in a program of one's own. It is put together here by hand: plain constructors, no container, no
 * reflection; nothing here decides.
 *
 * <p>A Helidon server that is built from configuration serves an engine of its own when {@code server.features.helipod} is there.
 * Its own routes win, as with {@link io.helipod.app.HelipodEngine#httpFeature}; an engine that cannot start fails the server's start;
 * the typed API is in the server's context, {@code server.context().get(EngineApi.class)}. A key not in this table is refused.
 *
 * <table>
 * <caption>Keys below {@code server.features.helipod}</caption>
 * <tr><th>Key</th><th>Meaning</th><th>Default</th></tr>
 * <tr><td>{@code enabled}</td><td>{@code false} turns it off; {@code true} is enough to turn it on</td><td>true</td></tr>
 * <tr><td>{@code root}</td><td>absolute folder of what lasts</td><td>/var/lib/helipod</td></tr>
 * <tr><td>{@code runroot}</td><td>absolute folder of what vanishes at reboot</td><td>/run/helipod</td></tr>
 * <tr><td>{@code sockets}</td><td>names of the server's listeners that serve the API; for each one that has {@code
 * protocols-discover-services} off, {@code protocols.helipod.enabled} must be true</td><td>{@code @default}</td></tr>
 * <tr><td>{@code allow-insecure-tcp}</td><td>{@code true} when these listeners may be reached from other machines: whoever reaches one
 * is root on this machine, unless the application's own filters keep him out</td><td>false: unix sockets and loopback only</td></tr>
 * <tr><td>{@code runtime}</td><td>name or path of the OCI runtime</td><td>the first that works</td></tr>
 * <tr><td>{@code conmon}</td><td>path of the container monitor</td><td>searched</td></tr>
 * <tr><td>{@code cgroup-manager}</td><td>{@code cgroupfs} or {@code systemd}</td><td>cgroupfs</td></tr>
 * <tr><td>{@code cors}</td><td>the origin browsers may call from</td><td>none</td></tr>
 * </table>
 */
package io.helipod.app;
