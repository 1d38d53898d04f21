# The training run behind the start-up cache; sourced by setup.sh

# train: serves what clients ask for most (Training.java) from an empty store and makes $home/helipod.aot of what the JVM learned
train() {
    [ "$(id -u)" = 0 ] || return 1
    local work pid tries=0 ok=1
    work=$(mktemp -d) || return 1
    : >"$work/file"
    tar -C "$work" -cf "$work/image.tar" file || return 1
    # with a setting of each kind, so that reading them is learned too
    printf '[containers]\ndefault_ulimits = ["nofile=1024:1024"]\nlog_driver = "k8s-file"\n[engine]\nevents_logger = "file"\n' >"$work/conf"
    HELIPOD_JAVA_OPTIONS="-XX:AOTCacheOutput=$home/helipod.aot.new" CONTAINERS_CONF="$work/conf" "$home/bin/helipod" \
        --root "$work/root" --runroot "$work/run" system service --time 0 "unix://$work/s" >"$work/log" 2>&1 9<&- &
    pid=$!
    while [ ! -S "$work/s" ] && kill -0 "$pid" 2>/dev/null && [ $tries -lt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
    if [ -S "$work/s" ]; then
        timeout 150 "$JAVA_HOME/bin/java" "$top/.ci/Training.java" "$work/s" "$work/image.tar" >>"$work/log" 2>&1 \
            || say "the training run was cut short"
        kill -TERM "$pid" 2>/dev/null
        ok=0
    fi
    wait "$pid" || ok=1
    if [ $ok = 0 ] && [ -s "$home/helipod.aot.new" ]; then
        mv "$home/helipod.aot.new" "$home/helipod.aot"
    else
        tail -n 3 "$work/log" >&2
        rm -f "$home/helipod.aot.new"
        ok=1
    fi
    rm -rf "$work"
    return $ok
}
