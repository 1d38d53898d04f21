# Shared by ./serve and ./verify: finds the tools, installs what is missing, builds. Sourced by bash with $top set.

. "$top/.ci/training.sh"

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
    for folder in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/local/openjdk* /usr/java/* "${HOME:-/root}"/.sdkman/candidates/java/*; do
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
needed=()
need() {
    local what=$1
    shift
    needed+=("$what")
    is_there "$what" || missing+=("$@")
}

is_there() {
    case $1 in
    */*) [ -e "$1" ] ;;
    *) PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# what need() asked for and is still not there
still_missing() {
    local what
    for what in "${needed[@]}"; do
        is_there "$what" || printf '%s ' "$what"
    done
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

# a docker client, on a distribution where it comes in one package with a service that nobody wants started here
client_of_docker() {
    local tools=$top/target/tools work
    export PATH=$PATH:$tools
    ! is_there docker && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 0
    say "Taking the docker client out of docker.io, without installing that"
    work=$(mktemp -d)
    mkdir -p "$tools"
    (cd "$work" && apt-get -qq download docker.io && dpkg -x docker.io_*.deb . && mv usr/bin/docker "$tools/") >/dev/null 2>&1 \
        || say "could not take docker out of docker.io"
    rm -rf "$work"
}

# podman5: a remote client of podman 5 or later beside the distribution's own. Where that one is older, it is taken with the shared
# libraries it needs out of a later Debian, into a folder of the build: nothing on the system is replaced, and the wrapper
# starts it by those libraries' own loader. Kept for the next run.
newer_podman() {
    local tools=$top/target/tools suite
    [ ! -x "$tools/podman5" ] || return 0
    mkdir -p "$tools"
    if [ "$(podman_release)" -ge 5 ]; then
        ln -sf "$(command -v podman)" "$tools/podman5"
        return 0
    fi
    command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1 || return 0
    rm -rf "$tools"/.podman.*
    say "Taking a newer podman client out of a later Debian, without installing that"
    for suite in forky trixie sid; do
        ! podman_of "$suite" "$tools" || return 0
    done
    say "no newer podman client could be had"
}

# the first number of podman's version; 0 when there is none
podman_release() {
    local number
    number=$(podman --version 2>/dev/null | sed -n 's/^podman version \([0-9]*\)\..*/\1/p') || true
    echo "${number:-0}"
}

# podman_of SUITE FOLDER: podman5 into the folder, from that suite of the mirror which apt is set up with
podman_of() {
    local suite=$1 tools=$2 work site options ok=1
    site=$(apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null \
        | awk '$2 !~ /-/ && $3 == "main" { print $1; exit }')
    [ -n "$site" ] || return 1
    work=$(mktemp -d "$tools/.podman.XXXXXX")
    mkdir -p "$work"/lists/partial "$work"/cache/archives/partial "$work"/debs "$work"/podman5.d
    # one-line style, so that apt's own keys count
    echo "deb $site $suite main" >"$work/sources.list"
    options=(-o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o Dir::State::status=/dev/null
        -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Acquire::Languages=none
        -o APT::Sandbox::User=root)
    if apt-get -qq "${options[@]}" update && (cd "$work/debs" && apt-get -qq "${options[@]}" download $(libraries_of podman "${options[@]}")); then
        for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$work/podman5.d"; done
        write_podman5 "$work" && ok=0
    fi >"$work/log" 2>&1
    [ $ok = 0 ] && rm -rf "$tools/podman5.d" && mv "$work/podman5.d" "$tools/" && mv "$work/podman5" "$tools/" || ok=1
    rm -rf "$work"
    return $ok
}

# libraries_of PACKAGE APT-OPTIONS: the package, and all libraries that it or one of them depends on
libraries_of() {
    local package=$1
    shift
    apt-cache "$@" depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$package" \
        | awk -v first="$package" '
            /^[^ ]/ { from = $1 }
            /Depends: lib[^<>]*$/ { needs[from] = needs[from] " " $2 }
            END {
                todo = first
                while (split(todo, names, " ") > 0) {
                    todo = ""
                    for (i in names) if (!(names[i] in seen)) { seen[names[i]] = 1; print names[i]; todo = todo needs[names[i]] }
                }
            }'
}

# the wrapper, once it works: a client of the host's sockets and terminals on libraries of its own
write_podman5() {
    local loader version
    loader=$(cd "$1/podman5.d" && find . \( -name 'ld-linux-*.so.*' -o -name 'ld-linux.so.*' \) -path '*linux-gnu*' -printf '%P\n' -quit)
    [ -n "$loader" ] && [ -x "$1/podman5.d/usr/bin/podman" ] || return 1
    cat >"$1/podman5" <<END
#!/bin/sh
here=\$(dirname "\$(readlink -f "\$0")")/podman5.d
exec "\$here/$loader" --library-path "\$here/$(dirname "$loader")" --argv0 podman "\$here/usr/bin/podman" "\$@"
END
    chmod +x "$1/podman5"
    version=$("$1/podman5" --version) && [ "${version#podman version }" != "$version" ]
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

# one line over all modules, from what Surefire and Failsafe wrote
count_tests() {
    { cat "$top"/*/target/surefire-reports/TEST-*.xml "$top"/*/target/failsafe-reports/TEST-*.xml 2>/dev/null || true; } | awk '
        /<testsuite / {
            for (name in sum) if (match($0, " " name "=\"[0-9]+\"")) sum[name] += substr($0, RSTART + length(name) + 3)
        }
        BEGIN { sum["tests"] = sum["failures"] = sum["errors"] = sum["skipped"] = 0 }
        END {
            printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d (all modules)\n", sum["tests"], sum["failures"], sum["errors"], sum["skipped"]
        }' >&2
}

# whether the jars are there and newer than every source
is_built() {
    [ -e "$home/built" ] || return 1
    [ -z "$(find "$top/pom.xml" "$top"/*/pom.xml "$top/core/src/main" "$top/adapters-http/src/main" "$top/adapters-oci/src/main" \
        "$top/adapters-storage/src/main" "$top/app/src/main" -newer "$home/built" -print -quit 2>/dev/null)" ]
}

# what a start wants ready beside the jars: native libraries, which would otherwise be unpacked to /tmp at every start and stay
# there after a kill, and the cache of a training run
finish_build() {
    local arch=x86_64 zstd=amd64
    [ "$(uname -m)" != aarch64 ] || arch=aarch64 zstd=aarch64
    chmod +x "$home/bin/helipod"
    rm -rf "$home/native" "$home/helipod.aot"
    mkdir -p "$home/native"
    unpack_native "$home"/lib/sqlite-jdbc-*.jar "org/sqlite/native/Linux/$arch/" libsqlitejdbc.so
    unpack_native "$home"/lib/jffi-*-native.jar "jni/$arch-Linux/" libjffi-1.2.so
    unpack_native "$home"/lib/zstd-jni-*.jar "linux/$zstd/" libzstd-jni.so
    train || say "no start-up cache could be made; starts will be slower"
    touch "$home/built"
}

# unpack_native JAR FOLDER NAME: the library in that folder of the jar, by that name, beside the jars
unpack_native() {
    local work
    work=$(mktemp -d "$home/native/.XXXXXX")
    (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$1" "$2") \
        && mv "$work/$2"/*.so "$home/native/$3" || say "no $3 in $1; it is unpacked at every start instead"
    rm -rf "$work"
}
