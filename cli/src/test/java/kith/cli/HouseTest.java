package kith.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The house as it is drawn: rooms, floors, doors and manners. A room that is not built yet breaks nothing. */
class HouseTest {
    /** Most public types of a room. */
    private static final int MAX_PUBLIC_TYPES = 12;

    /** Rooms that show more, each for a reason: the words of the log's format are one vocabulary. */
    private static final Map<String, Integer> MORE_TYPES = Map.of("kith.ontology.delta", 17);

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(place -> !place.contains("-tests.jar"))
            .importPackages("kith");

    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Util|Utils|Manager|Helper|Impl|Info|Data)");

    @Test
    void theWholeHouseIsLookedAt() {
        for (String module : List.of("kith.ontology", "kith.daemon", "kith.cli")) {
            assertTrue(HOUSE.stream().anyMatch(type -> type.getPackageName().startsWith(module)), module);
        }
    }

    @Test
    void theTableItselfHasNoArrowUpwards() {
        for (Rooms.Room room : Rooms.table().values()) {
            for (String other : room.rooms()) {
                assertTrue(
                        Rooms.table().containsKey(other), room.name() + " may touch " + other + ", which is no room");
                assertTrue(
                        Rooms.table().get(other).floor() <= room.floor(),
                        room.name() + " may touch " + other + " above");
            }
        }
    }

    @Test
    void everyClassLivesInARoomOfTheTable() {
        Set<String> unknown = new HashSet<>();
        for (JavaClass type : HOUSE) {
            if (!Rooms.table().containsKey(Rooms.of(type.getPackageName()))) {
                unknown.add(type.getPackageName());
            }
        }

        assertEquals(Set.of(), unknown);
    }

    @Test
    void aRoomTouchesOnlyWhatTheTableSays() {
        classes()
                .should(new ArchCondition<>("touch only what its room may touch") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        Rooms.Room room = Rooms.table().get(Rooms.of(type.getPackageName()));
                        if (room == null) {
                            return;
                        }
                        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                            JavaClass target = dependency.getTargetClass().getBaseComponentType();
                            if (!target.isPrimitive() && !mayTouch(room, target.getPackageName())) {
                                events.add(SimpleConditionEvent.violated(
                                        dependency, room.name() + ": " + dependency.getDescription()));
                            }
                        }
                    }
                })
                .check(HOUSE);
    }

    @Test
    void noRoomsStandInACircle() {
        slices().matching("kith.(*).(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void theOntologyWaitsForNothingAndLooksAtNothing() {
        noClasses()
                .that()
                .resideInAPackage("kith.ontology..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "reach the network, files, threads or clocks", HouseTest::isOfTheWorld))
                .check(HOUSE);
    }

    @Test
    void timeAndChanceComeThroughOneDoorOfEachModule() {
        noClasses()
                .that(DescribedPredicate.describe(
                        "are not where time and chance come in", type -> !mayAskTimeAndChance(type)))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "asks the clock or chance of the process", HouseTest::asksTimeOrChance))
                .orShould()
                .callConstructorWhere(DescribedPredicate.describe(
                        "makes chance of its own",
                        call -> call.getTargetOwner().isAssignableTo(java.util.Random.class)
                                && call.getTarget().getParameterTypes().isEmpty()))
                .check(HOUSE);
    }

    @Test
    void onlyTheWaysInTouchTheStandardStreams() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .should()
                .accessFieldWhere(DescribedPredicate.describe("is a standard stream", HouseTest::isStandardStream))
                .check(HOUSE);
    }

    @Test
    void nobodyEndsTheProcessButTheWaysIn() {
        noClasses()
                .that()
                .haveNameNotMatching("kith\\.(cli|daemon)\\.[A-Za-z$]+")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(HOUSE);
    }

    @Test
    void aFaultIsNeverThrownNameless() {
        noClasses()
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "makes a fault that says nothing of who must act",
                        call -> Set.of(
                                                Throwable.class.getName(),
                                                Exception.class.getName(),
                                                RuntimeException.class.getName(),
                                                Error.class.getName())
                                        .contains(call.getTargetOwner().getName())
                                && !call.getOrigin().getName().equals("<init>")))
                .check(HOUSE);
    }

    @Test
    void aNameSaysWhatTheThingIs() {
        List<String> empty = new ArrayList<>();
        for (JavaClass type : HOUSE) {
            if (EMPTY_NAME.matcher(type.getSimpleName()).matches()) {
                empty.add(type.getName());
            }
        }

        assertEquals(List.of(), empty);
    }

    @Test
    void aRoomShowsFewTypes() {
        Map<String, List<String>> shown = new TreeMap<>();
        for (JavaClass type : HOUSE) {
            boolean isPublic = type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC);
            if (isPublic && type.isTopLevelClass()) {
                shown.computeIfAbsent(Rooms.of(type.getPackageName()), room -> new ArrayList<>())
                        .add(type.getSimpleName());
            }
        }
        shown.entrySet()
                .removeIf(room -> room.getValue().size() <= MORE_TYPES.getOrDefault(room.getKey(), MAX_PUBLIC_TYPES));

        assertEquals(Map.of(), shown);
    }

    @Test
    void theCommandLineNeverSeesTheDaemon() {
        noClasses()
                .that()
                .resideInAPackage("kith.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("kith.daemon..", "org.apache.jena..", "io.netty..", "java.net.http..")
                .check(HOUSE);
    }

    @Test
    void theTestSeesAPlantedFault() {
        Rooms.Room sync = Rooms.table().get("kith.daemon.sync");

        assertFalse(mayTouch(sync, "io.netty.channel"));
        assertFalse(mayTouch(sync, "kith.daemon.store"));
        assertFalse(mayTouch(sync, "kith.daemon.synchrony"));
        assertTrue(mayTouch(sync, "kith.daemon.sync"));
        assertTrue(mayTouch(sync, "java.util.concurrent"));
    }

    private static boolean mayTouch(Rooms.Room room, String packageName) {
        if (packageName.startsWith("java.") || packageName.startsWith("javax.") || packageName.startsWith("jdk.")) {
            return true;
        }
        if (packageName.equals("kith") || packageName.startsWith("kith.")) {
            String other = Rooms.of(packageName);
            return other.equals(room.name()) || room.rooms().contains(other);
        }
        for (String library : room.libraries()) {
            if (packageName.equals(library) || packageName.startsWith(library + ".")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfTheWorld(JavaClass type) {
        String name = type.getName();
        return name.startsWith("java.net.")
                || name.startsWith("java.nio.file.")
                || name.startsWith("java.nio.channels.")
                || (name.startsWith("java.io.File") && !name.equals("java.io.FileNotFoundException"))
                || name.equals("java.lang.Thread")
                || name.equals("java.lang.Process")
                || name.equals("java.lang.ProcessBuilder")
                || name.startsWith("java.util.concurrent.Executor")
                || name.equals("java.util.concurrent.CompletableFuture")
                || name.equals("java.util.Timer")
                || name.equals("java.time.Clock");
    }

    private static boolean mayAskTimeAndChance(JavaClass type) {
        return type.getPackageName().startsWith("kith.daemon.machine")
                || type.getName().startsWith("kith.daemon.Main")
                || type.getName().equals("kith.daemon.Daemon")
                || type.getName().startsWith("kith.cli.Main");
    }

    private static boolean asksTimeOrChance(JavaCall<?> call) {
        AccessTarget target = call.getTarget();
        String owner = target.getOwner().getName();
        String method = target.getName();
        boolean watches = owner.equals("java.lang.System") && method.equals("nanoTime");
        // A stopwatch in the visitor decides nothing that anybody else sees.
        if (watches && call.getOriginOwner().getPackageName().startsWith("kith.cli")) {
            return false;
        }
        return watches
                || (owner.equals("java.lang.System") && method.equals("currentTimeMillis"))
                || (owner.startsWith("java.time.") && method.equals("now"))
                || (owner.startsWith("java.time.") && method.startsWith("system"))
                || (owner.equals("java.lang.Math") && method.equals("random"))
                || (owner.equals("java.util.UUID") && method.equals("randomUUID"))
                || owner.equals("java.util.concurrent.ThreadLocalRandom");
    }

    private static boolean isStandardStream(JavaAccess<?> access) {
        return access.getTargetOwner().getName().equals("java.lang.System")
                && Set.of("in", "out", "err").contains(access.getTarget().getName());
    }
}
