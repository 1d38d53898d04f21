# Shared by ./serve and ./verify: finds the tools, installs what is missing, builds. Sourced by bash with $top set.

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# the release number of the JDK in folder $1; nothing when there is none
jdk_release() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# sets JAVA_HOME to a JDK 25 or later: the one that is set, the one on PATH, the usual folders
find_jdk() {
    local folder release on_path
    on_path=$(command -v javac || true)
    [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for folder in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/local/openjdk* /usr/java/* "$HOME"/.sdkman/candidates/java/*; do
        [ -n "$folder" ] && [ -d "$folder" ] || continue
        release=$(jdk_release "$folder")
        if [ -n "$release" ] && [ "$release" -ge 25 ]; then
            export JAVA_HOME=$folder
            return 0
        fi
    done
    die "Helipod needs a JDK 25 or later; none was found. Install one (for example Temurin 25) and set JAVA_HOME to it."
}

# need WHAT PACKAGE...: installs the packages when WHAT is missing. WHAT is a program, or a file when it has a slash.
missing=()
need() {
    local what=$1
    shift
    case $what in
    */*) [ ! -e "$what" ] || return 0 ;;
    *) ! PATH=$PATH:/usr/sbin:/sbin command -v "$what" >/dev/null 2>&1 || return 0 ;;
    esac
    missing+=("$@")
}

# installs what need() found missing, after saying so. A package that cannot be had is a warning: the service says itself
# what it cannot do without it.
install_missing() {
    [ ${#missing[@]} -gt 0 ] || return 0
    local package
    if [ "$(id -u)" != 0 ]; then
        say "Missing system packages (install them as root): ${missing[*]}"
    elif command -v apt-get >/dev/null 2>&1; then
        say "Installing system packages: ${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        # lists may be absent or old; quiet unless it fails
        apt-get -qq -o Dpkg::Use-Pty=0 update >/dev/null 2>&1 || say "apt-get update failed; trying with the lists at hand"
        for package in "${missing[@]}"; do
            apt-get -qq -o Dpkg::Use-Pty=0 install --yes --no-install-recommends "$package" >/dev/null 2>&1 \
                || say "could not install $package"
        done
    elif command -v dnf >/dev/null 2>&1; then
        say "Installing system packages: ${missing[*]}"
        for package in "${missing[@]}"; do
            dnf --quiet --assumeyes install "$package" >/dev/null 2>&1 || say "could not install $package"
        done
    else
        say "Missing system packages (no known package manager): ${missing[*]}"
    fi
    missing=()
}

need_runtime() {
    need conmon conmon
    if ! command -v crun >/dev/null 2>&1 && ! PATH=$PATH:/usr/sbin command -v runc >/dev/null 2>&1; then
        need crun crun
        need runc runc
    fi
    need catatonit catatonit
    # the default seccomp profile
    [ -e /etc/containers/seccomp.json ] || need /usr/share/containers/seccomp.json golang-github-containers-common
    if [ ! -x /usr/libexec/podman/netavark ]; then
        need /usr/lib/podman/netavark netavark
        need /usr/lib/podman/aardvark-dns aardvark-dns
    fi
}

# one builder at a time, however many were started
lock_build() {
    exec 9<"$top"
    flock 9
}
unlock_build() { exec 9<&-; }

home=$top/app/target/helipod

# whether the jars are there and newer than every source
is_built() {
    [ -e "$home/built" ] || return 1
    [ -z "$(find "$top/pom.xml" "$top"/*/pom.xml "$top/core/src/main" "$top/adapters-http/src/main" "$top/adapters-oci/src/main" \
        "$top/adapters-storage/src/main" "$top/app/src/main" -newer "$home/built" -print -quit 2>/dev/null)" ]
}

# what a start wants ready beside the jars: the native SQLite library and the cache of a training run
finish_build() {
    local jar arch
    chmod +x "$home/bin/helipod"
    rm -rf "$home/native" "$home/helipod.aot"
    case $(uname -m) in aarch64) arch=aarch64 ;; *) arch=x86_64 ;; esac
    for jar in "$home"/lib/sqlite-jdbc-*.jar; do
        mkdir -p "$home/native"
        (cd "$home/native" && "$JAVA_HOME/bin/jar" --extract --file "$jar" "org/sqlite/native/Linux/$arch/libsqlitejdbc.so") \
            && mv "$home/native/org/sqlite/native/Linux/$arch/libsqlitejdbc.so" "$home/native/" || true
        rm -rf "$home/native/org"
    done
    train || say "no start-up cache could be made; starts will be slower"
    touch "$home/built"
}

# serves a few requests from an empty store, so that the JVM can keep what it loaded and compiled
train() {
    [ "$(id -u)" = 0 ] && command -v curl >/dev/null 2>&1 || return 1
    local work pid path tries=0 ok=1
    work=$(mktemp -d) || return 1
    HELIPOD_JAVA_OPTIONS="-XX:AOTCacheOutput=$home/helipod.aot.new" CONTAINERS_CONF=/dev/null "$home/bin/helipod" \
        --root "$work/root" --runroot "$work/run" system service --time 0 "unix://$work/s" >"$work/log" 2>&1 9<&- &
    pid=$!
    while [ ! -S "$work/s" ] && kill -0 "$pid" 2>/dev/null && [ $tries -lt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
    if [ -S "$work/s" ]; then
        for path in _ping version info v1.41/containers/json?all=1 v1.41/images/json v5.0.0/libpod/_ping v5.0.0/libpod/info \
            v5.0.0/libpod/containers/json?all=true v5.0.0/libpod/images/json v5.0.0/libpod/containers/none/json; do
            curl --silent --max-time 10 --output /dev/null --unix-socket "$work/s" "http://d/$path" || true
        done
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
