package io.helipod.adapters.oci.spec;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who a container's process is (passwd(5), group(5) of the container's own root).
 *
 * @param home home folder; {@code /} when there is no entry
 */
record ContainerUser(long uid, long gid, List<Long> groups, String home) {
    private static final long HIGHEST = 0xfffffffeL;
    private static final int FIELDS_OF_PASSWD = 6;

    ContainerUser {
        groups = List.copyOf(groups);
    }

    private record Account(String name, long uid, long gid, String home) {}

    private record Group(String name, long gid, List<String> members) {}

    /**
     * Resolves {@code user[:group]}, names or numbers. Numbers need no file: one that cannot be read is as none for them, or a container
     * could lock its operator out.
     *
     * @param extra supplementary groups, names or numbers
     */
    static ContainerUser resolve(Path rootfs, String text, List<String> extra) {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String group = colon < 0 ? "" : text.substring(colon + 1);
        List<Account> accounts =
                accounts(rootfs, !user.isEmpty() && number(user).isEmpty());
        Optional<Account> account = accounts.stream()
                .filter(one -> user.isEmpty() ? one.uid() == 0 : one.name().equals(user))
                .findFirst()
                .or(() -> number(user)
                        .flatMap(uid -> accounts.stream()
                                .filter(one -> one.uid() == uid)
                                .findFirst()));
        long uid = account.map(Account::uid)
                .or(() -> user.isEmpty() ? Optional.of(0L) : number(user))
                .orElseThrow(() ->
                        new InvalidArgument("unable to find user " + user + ": no matching entries in passwd file"));
        boolean lookup = !group.isEmpty() || !extra.isEmpty() || account.isPresent();
        boolean named = Stream.concat(Stream.of(group), extra.stream())
                .anyMatch(one -> !one.isEmpty() && number(one).isEmpty());
        List<Group> groups = lookup ? groups(rootfs, named) : List.of();
        long gid = group.isEmpty() ? account.map(Account::gid).orElse(0L) : gid(groups, group);
        Set<Long> supplementary = new LinkedHashSet<>();
        if (group.isEmpty()) {
            account.ifPresent(one -> groups.stream()
                    .filter(g -> g.members().contains(one.name()))
                    .forEach(g -> supplementary.add(g.gid())));
        }
        extra.forEach(name -> supplementary.add(gid(groups, name)));
        supplementary.remove(gid);
        return new ContainerUser(
                uid,
                gid,
                new ArrayList<>(supplementary),
                account.map(Account::home).filter(h -> !h.isEmpty()).orElse("/"));
    }

    private static long gid(List<Group> groups, String text) {
        return groups.stream()
                .filter(one -> one.name().equals(text))
                .map(Group::gid)
                .findFirst()
                .or(() -> number(text))
                .orElseThrow(() ->
                        new InvalidArgument("unable to find group " + text + ": no matching entries in group file"));
    }

    private static Optional<Long> number(String text) {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > HIGHEST) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(text));
    }

    private static String[] lines(Path rootfs, String path, boolean needed) {
        return RootFiles.read(rootfs, path, needed).orElse("").split("\n");
    }

    private static List<Account> accounts(Path rootfs, boolean needed) {
        List<Account> all = new ArrayList<>();
        for (String line : lines(rootfs, "/etc/passwd", needed)) {
            String[] fields = line.split(":", -1);
            if (fields.length >= FIELDS_OF_PASSWD) {
                Optional<Long> uid = number(fields[2]);
                Optional<Long> gid = number(fields[3]);
                if (uid.isPresent() && gid.isPresent()) {
                    all.add(new Account(fields[0], uid.get(), gid.get(), fields[5]));
                }
            }
        }
        return all;
    }

    private static List<Group> groups(Path rootfs, boolean needed) {
        List<Group> all = new ArrayList<>();
        for (String line : lines(rootfs, "/etc/group", needed)) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 4) {
                number(fields[2])
                        .ifPresent(gid -> all.add(new Group(
                                fields[0], gid, List.of(fields[3].strip().split(",")))));
            }
        }
        return all;
    }
}
