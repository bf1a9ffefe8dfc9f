package kith.ontology.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a {@link Seeds} test once a seed and says how to run the failing one again. */
final class SeededRuns implements TestTemplateInvocationContextProvider {
    private static final String PROPERTY = "kith.seed";
    private static final String LONG = "kith.long";
    /** Sizes tried, in this order, for a smaller case that fails too. */
    private static final int[] SMALLER = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48};

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(Seeds.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Seeds seeds = context.getRequiredTestMethod().getAnnotation(Seeds.class);
        int count = Boolean.getBoolean(LONG) ? Math.max(seeds.value(), seeds.many()) : seeds.value();
        return wanted(System.getProperty(PROPERTY), count).map(gen -> new SeededRun(gen, seeds.shrink()));
    }

    /** What the property asks for: nothing, {@code N}, {@code N:SIZE} or {@code N..M}. */
    static Stream<Gen> wanted(@Nullable String asked, int count) {
        if (asked == null || asked.isBlank()) {
            return LongStream.rangeClosed(1, count).mapToObj(Gen::new);
        }
        int range = asked.indexOf("..");
        if (range >= 0) {
            long first = Long.parseLong(asked.substring(0, range));
            return LongStream.rangeClosed(first, Long.parseLong(asked.substring(range + 2)))
                    .mapToObj(Gen::new);
        }
        int colon = asked.indexOf(':');
        return Stream.of(
                colon < 0
                        ? new Gen(Long.parseLong(asked))
                        : new Gen(
                                Long.parseLong(asked.substring(0, colon)),
                                Integer.parseInt(asked.substring(colon + 1))));
    }

    private record SeededRun(Gen gen, boolean shrink)
            implements TestTemplateInvocationContext, ParameterResolver, InvocationInterceptor {
        @Override
        public String getDisplayName(int invocation) {
            return "seed " + gen;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Gen.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return gen;
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<Void> test, ReflectiveInvocationContext<Method> call, ExtensionContext context)
                throws Throwable {
            try {
                test.proceed();
            } catch (Throwable failure) {
                throw smallest(failure, call, context);
            }
        }

        private AssertionError smallest(
                Throwable failure, ReflectiveInvocationContext<Method> call, ExtensionContext context)
                throws IllegalAccessException {
            for (int size : SMALLER) {
                if (!shrink || size >= gen.size() || call.getArguments().size() != 1) {
                    break;
                }
                Gen less = new Gen(gen.seed(), size);
                try {
                    call.getExecutable().setAccessible(true);
                    call.getExecutable().invoke(context.getRequiredTestInstance(), less);
                } catch (InvocationTargetException again) {
                    return named(less, again.getCause());
                }
            }
            return named(gen, failure);
        }

        private static AssertionError named(Gen gen, Throwable failure) {
            return new AssertionError(
                    "seed " + gen + ", again with -D" + PROPERTY + "=" + gen + ": " + failure, failure);
        }
    }
}
