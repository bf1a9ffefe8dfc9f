# Sourced by kith and kithd. Finds a Java without starting one: reading the file "release" is free, asking a Java for
# its version takes 30 ms. Sets java_home, java_major and java_version, or says in one line what there was and ends.

least_java=21

# Sets java_major and java_version of the Java in $1; java_major is 0 when there is none.
read_java() {
    java_major=0
    java_version=
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        JAVA_VERSION=*)
            java_version=${line#JAVA_VERSION=}
            java_version=${java_version#\"}
            java_version=${java_version%%\"*}
            java_major=${java_version%%[!0-9]*}
            java_major=${java_major:-0}
            return 0
            ;;
        esac
    done <"$1/release"
}

# Takes the Java in $1 when it is new enough, else remembers what it was.
take_java() {
    [ -n "$1" ] || return 1
    read_java "$1"
    if [ "$java_major" -ge "$least_java" ]; then
        java_home=$1
        return 0
    fi
    [ "$java_major" -eq 0 ] || found_java="${found_java:+$found_java, }$java_version in $1"
    return 1
}

# Takes the newest Java among the folders given.
take_newest_java() {
    newest_home=
    newest_major=0
    for folder in "$@"; do
        read_java "$folder"
        if [ "$java_major" -gt "$newest_major" ]; then
            newest_home=$folder
            newest_major=$java_major
        fi
    done
    take_java "$newest_home"
}

java_on_path() {
    on_path=$(command -v java) || return 1
    on_path=$(readlink -f "$on_path" 2>/dev/null) || return 1
    take_java "${on_path%/bin/java}"
}

find_java() {
    found_java=
    if [ -n "${KITH_JAVA_HOME:-}" ]; then
        take_java "$KITH_JAVA_HOME" && return 0
        echo "kith: KITH_JAVA_HOME is ${found_java:-no Java ($KITH_JAVA_HOME)}; kith needs Java $least_java or newer" >&2
        exit 78
    fi
    take_java "$install/runtime" && return 0
    take_java "${JAVA_HOME:-}" && return 0
    take_newest_java /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home && return 0
    take_newest_java "${SDKMAN_DIR:-${HOME:-/nonexistent}/.sdkman}"/candidates/java/* && return 0
    take_newest_java "${HOME:-/nonexistent}"/.jdks/* && return 0
    java_on_path && return 0
    echo "kith: no Java $least_java or newer (found: ${found_java:-none}); install one or set KITH_JAVA_HOME" >&2
    exit 78
}

# Sets class_path to the jars of lib/$1, in the order of their names: a class archive is tied to it.
make_class_path() {
    class_path=
    for jar in "$install/lib/$1"/*.jar; do
        class_path=$class_path${class_path:+:}$jar
    done
}

# A Java reads its arguments in the language of the machine: in the plain C locale all but ASCII would be lost.
keep_utf8() {
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*8*) ;;
    *)
        LC_ALL=C.UTF-8
        export LC_ALL
        ;;
    esac
}

# Folders of an absolute path, joined by dashes: a class archive is good for one place only.
flat_path() {
    IFS=/
    set -f
    # shellcheck disable=SC2086 # split at the slashes
    set -- ${1#/}
    IFS=-
    flat="$*"
    set +f
    unset IFS
}

# Sets archive to the file of the class archive of the program $1; empty when there is no place for one.
find_archive() {
    archive=
    cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
    [ -n "$cache" ] && read -r version build <"$install/lib/build" || return 0
    cache=$cache/kith
    [ -d "$cache" ] || mkdir -p "$cache" 2>/dev/null
    flat_path "$install"
    archive=$1-$version-$build-$java_version-$flat.jsa
    # No file system takes a longer name.
    [ ${#archive} -le 250 ] && [ -w "$cache" ] && archive=$cache/$archive || archive=
}
