package kith.daemon.query;

import com.apicatalog.jsonld.JsonLdOptions;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.script.ScriptEngineManager;
import kith.daemon.engine.Room;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.query.ARQ;
import org.apache.jena.riot.RIOT;
import org.apache.jena.riot.lang.LangJSONLD11;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.SystemARQ;
import org.apache.jena.sparql.engine.QueryEngineRegistry;
import org.apache.jena.sparql.engine.main.StageBuilder;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.function.Function;
import org.apache.jena.sparql.function.FunctionBase1;
import org.apache.jena.sparql.function.FunctionFactory;
import org.apache.jena.sparql.function.FunctionRegistry;
import org.apache.jena.sparql.pfunction.PropertyFunctionFactory;
import org.apache.jena.sparql.pfunction.PropertyFunctionRegistry;
import org.apache.jena.sparql.service.ServiceExecutorRegistry;
import org.apache.jena.sparql.util.Context;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;

/**
 * What a query or a document may reach: its own space and nothing else. Having one proves that the engine's doors to
 * files, networks and classes are shut in this process.
 *
 * <p>Install it once, before the first query or document is read. Immutable; safe from any thread.
 */
public final class Sandbox {
    /** Elements inside elements in one XML document. */
    public static final int MAX_XML_DEPTH = 256;
    /** Entities that one XML document may expand; files that write every namespace as one use thousands. */
    public static final int MAX_XML_EXPANSIONS = 100_000;
    /** Characters that all entities of one XML document may expand to. */
    public static final int MAX_XML_ENTITY_CHARS = 10_000_000;

    /** What takes less heap is read at once. */
    private static final long LONG_BYTES = 4L * 1024 * 1024;

    private static boolean shut;

    private final Map<String, String> prefixes;
    private final Prepared.Shelf shelf = new Prepared.Shelf();

    private Sandbox(Map<String, String> prefixes) {
        this.prefixes = Map.copyOf(prefixes);
    }

    /**
     * Shuts the doors, if they are not shut yet.
     *
     * @param prefixes declared in every query and update: prefix to IRI
     * @throws KithException HOST if a script engine is on the class path
     */
    public static synchronized Sandbox install(Map<String, String> prefixes) {
        Sandbox sandbox = new Sandbox(prefixes);
        if (!shut) {
            limitXml();
            refuseScripts();
            shutEngine();
            RIOT.getContext().set(LangJSONLD11.JSONLD_OPTIONS, sandbox.jsonLd());
            shut = true;
        }
        return sandbox;
    }

    /** The prefixes that every query and update may use without declaring them. */
    public Map<String, String> prefixes() {
        return prefixes;
    }

    /**
     * Reads something long, one after another: what a text becomes takes many times its room, and all who come by the door
     * at once would fill the heap with it.
     *
     * @param bytes of heap that reading it takes, about
     * @throws LimitReached if there are not so many
     */
    public <T> T reading(long bytes, Supplier<T> reading) {
        if (bytes < LONG_BYTES) {
            return reading.get();
        }
        synchronized (this) {
            if (!Room.has(bytes)) {
                throw new LimitReached("this is too long for the memory that the daemon has: send it in parts, or give"
                        + " the daemon more by KITHD_JAVA_OPTIONS=-Xmx…");
            }
            return reading.get();
        }
    }

    Prepared.Shelf shelf() {
        return shelf;
    }

    /** Options for one reading of JSON-LD; its contexts come from this process only. */
    public JsonLdOptions jsonLd() {
        JsonLdOptions options = new JsonLdOptions(new BundledContexts(prefixes));
        options.setOrdered(true);
        return options;
    }

    /** What is wrong with an IRI that is to be kept, as the rest of a sentence; empty if nothing is. */
    public static String iriFault(String iri) {
        return Iris.fault(iri);
    }

    static boolean isJava(String iri) {
        return iri.toLowerCase(Locale.ROOT).startsWith("java:");
    }

    private static void limitXml() {
        // The JDK's own defaults differ by version, and none is meant for input from strangers.
        System.setProperty("jdk.xml.entityExpansionLimit", Integer.toString(MAX_XML_EXPANSIONS));
        System.setProperty("jdk.xml.totalEntitySizeLimit", Integer.toString(MAX_XML_ENTITY_CHARS));
        System.setProperty("jdk.xml.maxGeneralEntitySizeLimit", Integer.toString(MAX_XML_ENTITY_CHARS));
        System.setProperty("jdk.xml.entityReplacementLimit", Integer.toString(MAX_XML_EXPANSIONS));
        System.setProperty("jdk.xml.maxElementDepth", Integer.toString(MAX_XML_DEPTH));
        System.setProperty("jdk.xml.elementAttributeLimit", "1000");
        System.setProperty("jdk.xml.maxXMLNameLimit", "1000");
        System.setProperty("javax.xml.accessExternalDTD", "");
        System.setProperty("javax.xml.accessExternalSchema", "");
    }

    static void refuseScripts() {
        boolean wanted = Boolean.parseBoolean(System.getProperty(ARQ.systemPropertyScripting));
        if (wanted || !new ScriptEngineManager().getEngineFactories().isEmpty()) {
            throw new KithException(
                    KithException.Blame.HOST,
                    Code.FAILED,
                    "a script engine is on the class path or switched on: queries could run programs. Take it away");
        }
    }

    private static void shutEngine() {
        ARQ.init();
        Context context = ARQ.getContext();
        ARQ.globalServiceAllowed = false;
        ServiceExecutorRegistry.set(context, new ServiceExecutorRegistry());
        FunctionRegistry.set(context, new ServedFunctions(FunctionRegistry.get()));
        PropertyFunctionRegistry.set(context, new NoPropertyFunctions());
        StageBuilder.setGenerator(context, new AnyStage());
        context.set(ARQ.enablePropertyFunctions, false);
        context.set(ARQ.propertyFunctions, false);
        // Blank nodes keep the names that every replica gives them, so an answer can be asked about again.
        ARQ.enableBlankNodeResultLabels(true);
        SystemARQ.EnableCDTs = false;
        E_Function.WarnOnUnknownFunction = false;
        QueryEngineRegistry.addFactory(GuardedEngine.FACTORY);
    }

    /** Functions by name, and never by class: the standard registry would load and initialise any class named. */
    private static final class ServedFunctions extends FunctionRegistry {
        private final Map<String, FunctionFactory> served = new HashMap<>();

        ServedFunctions(FunctionRegistry standard) {
            for (Iterator<String> names = standard.keys(); names.hasNext(); ) {
                String name = names.next();
                FunctionFactory factory = standard.getFunctionFactory(name);
                if (isServed(name)) {
                    served.put(name, name.startsWith(XSD.NS) ? casting(factory) : factory);
                }
            }
            served.put(WatchedPower.IRI, iri -> new WatchedPower());
        }

        private static FunctionFactory casting(FunctionFactory factory) {
            return iri -> {
                Function made = factory.create(iri);
                return made instanceof FunctionBase1 cast ? new WatchedArithmetic.Cast(cast) : made;
            };
        }

        // Casts, XPath functions and mathematics. The three that the guard rewrites are not here, nor is fn:apply,
        // which would call them by a name made at run time.
        private static boolean isServed(String name) {
            boolean rewritten = name.equals(ARQConstants.fnPrefix + "concat")
                    || name.equals(ARQConstants.fnPrefix + "matches")
                    || name.equals(ARQConstants.fnPrefix + "replace")
                    || name.equals(ARQConstants.fnPrefix + "apply");
            boolean known = name.startsWith(ARQConstants.fnPrefix)
                    || name.startsWith(ARQConstants.mathPrefix)
                    || name.startsWith(XSD.NS);
            return known && !rewritten;
        }

        @Override
        public @Nullable FunctionFactory getFunctionFactory(String name) {
            return served.get(name);
        }

        @Override
        public boolean isRegistered(String name) {
            return served.containsKey(name);
        }
    }

    /** No predicate is anything but a predicate. */
    private static final class NoPropertyFunctions extends PropertyFunctionRegistry {
        @Override
        public boolean manages(String name) {
            return false;
        }

        @Override
        public @Nullable PropertyFunctionFactory get(String name) {
            return null;
        }
    }
}
