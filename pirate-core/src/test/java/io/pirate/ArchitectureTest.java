package io.pirate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The house rules: who may know whom, and what nobody writes. */
class ArchitectureTest {

	private static final List<String> BANNED_NAMES = List.of(".*Manager", ".*Helper", ".*Utils?", "Abstract.*");

	private static final List<String> CLOCKS = List.of("nanoTime", "currentTimeMillis", "now");

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
		.importPackages("io.pirate");

	@Test
	void thereIsSomethingToCheck() {
		assertThat(MAIN).hasSizeGreaterThan(50);
	}

	@Test
	void wireUsesNothingButTheLanguage() {
		check(classes().that()
			.resideInAPackage("io.pirate.wire..")
			.should()
			.onlyDependOnClassesThat(pureOr("io.pirate.wire")));
	}

	@Test
	void machineUsesNothingButTheLanguageAndWire() {
		check(classes().that()
			.resideInAPackage("io.pirate.machine..")
			.should()
			.onlyDependOnClassesThat(pureOr("io.pirate.wire").or(inPackage("io.pirate.machine"))));
	}

	@Test
	void machinesAndWireReadNoClockNoRandomAndStartNoThread() {
		check(noClasses().that()
			.resideInAnyPackage("io.pirate.machine..", "io.pirate.wire..")
			.should()
			.accessTargetWhere(isImpure()));
	}

	@Test
	void jeroMqIsKnownToReactorAndSecurityOnly() {
		check(noClasses().that()
			.resideOutsideOfPackages("io.pirate.reactor..", "io.pirate.security..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.zeromq..", "zmq.."));
	}

	@Test
	void coreKnowsNeitherSpringNorMicrometer() {
		check(noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.micrometer.."));
	}

	@Test
	void packagesHaveNoCycles() {
		check(slices().matching("io.pirate.(**)").should().beFreeOfCycles());
	}

	@Test
	void nothingBelowKnowsTheFacades() {
		check(noClasses().that()
			.resideInAnyPackage("io.pirate.wire..", "io.pirate.machine..", "io.pirate.reactor..")
			.should()
			.dependOnClassesThat(inPackage("io.pirate")));
		check(noClasses().that()
			.resideInAnyPackage("io.pirate.wire..", "io.pirate.machine..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.pirate.reactor.."));
	}

	@Test
	void classesAreFinalSealedOrRecords() {
		// but for what becomes a class of JeroMQ's that others extend
		check(classes().that()
			.areNotInterfaces()
			.and()
			.areNotEnums()
			.and()
			.doNotHaveFullyQualifiedName("io.pirate.reactor.signaler.ArrayMessage")
			.and()
			.doNotHaveFullyQualifiedName("io.pirate.reactor.router.PeerRouter")
			.should(beClosedForExtension()));
	}

	@Test
	void onlyExceptionsExtendAnotherClassOfOurs() {
		check(classes().that().areNotInterfaces().should(extendNoneOfOurs()));
	}

	@Test
	void nobodyIsNamedForWantOfABetterName() {
		for (String banned : BANNED_NAMES) {
			check(noClasses().should().haveNameMatching("io\\.pirate\\.(.*\\.)?" + banned));
		}
	}

	@Test
	void locksAreForReactorAndStoreOnly() {
		check(noClasses().that()
			.resideOutsideOfPackages("io.pirate.reactor..", "io.pirate.store..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("java.util.concurrent.locks.."));
		check(methods().that()
			.areDeclaredInClassesThat()
			.resideOutsideOfPackages("io.pirate.reactor..", "io.pirate.store..")
			.should(notBeSynchronized()));
		check(classes().that()
			.resideOutsideOfPackages("io.pirate.reactor..", "io.pirate.store..")
			.should(haveNoSynchronizedBlock()));
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(MAIN);
	}

	/** The buffers are what java.nio.charset speaks, and views over arrays. */
	private static DescribedPredicate<JavaClass> pureOr(String own) {
		return inPackage(own).or(inPackage("java.lang"))
			.or(inPackage("java.lang.invoke"))
			.or(inPackage("java.lang.runtime"))
			.or(inPackage("java.util"))
			.or(inPackage("java.util.function"))
			.or(inPackage("java.util.stream"))
			.or(inPackage("java.util.regex"))
			.or(inPackage("java.nio.charset"))
			.or(named("java.nio.ByteBuffer"))
			.or(named("java.nio.CharBuffer"))
			.or(inPackage("org.jspecify.annotations"))
			.or(named("java.time.Duration"))
			.or(primitive());
	}

	private static DescribedPredicate<JavaClass> inPackage(String name) {
		return DescribedPredicate.describe("in " + name,
				(type) -> type.getBaseComponentType().getPackageName().equals(name));
	}

	private static DescribedPredicate<JavaClass> named(String name) {
		return DescribedPredicate.describe(name, (type) -> type.getBaseComponentType().getName().equals(name));
	}

	private static DescribedPredicate<JavaClass> primitive() {
		return DescribedPredicate.describe("primitive", (type) -> type.getBaseComponentType().isPrimitive());
	}

	private static DescribedPredicate<JavaAccess<?>> isImpure() {
		return DescribedPredicate.describe("a clock, random, thread or logger", (access) -> {
			JavaClass owner = access.getTargetOwner();
			String name = access.getTarget().getName();
			boolean call = access instanceof JavaMethodCall;
			return (call && CLOCKS.contains(name)) || owner.isAssignableTo(Thread.class)
					|| owner.isAssignableTo(java.util.Random.class)
					|| owner.getName().equals("java.util.SplittableRandom") || owner.getName().equals("java.util.UUID")
					|| (owner.isEquivalentTo(Math.class) && name.equals("random"))
					|| owner.getPackageName().startsWith("org.slf4j")
					|| (owner.isEquivalentTo(System.class) && (name.equals("out") || name.equals("err")));
		});
	}

	private static ArchCondition<JavaClass> beClosedForExtension() {
		return new ArchCondition<>("be final, sealed or records") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean closed = type.getModifiers().contains(JavaModifier.FINAL) || type.reflect().isSealed()
						|| type.isAnonymousClass();
				events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open for extension"));
			}

		};
	}

	private static ArchCondition<JavaClass> extendNoneOfOurs() {
		return new ArchCondition<>("extend none of ours") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean ours = type.getRawSuperclass()
					.filter((parent) -> parent.getPackageName().startsWith("io.pirate"))
					.isPresent();
				boolean allowed = !ours || type.isAssignableTo(Throwable.class)
						|| type.getRawSuperclass().filter(JavaClass::isEnum).isPresent();
				events.add(new SimpleConditionEvent(type, allowed, type.getName() + " extends another class of ours"));
			}

		};
	}

	private static ArchCondition<JavaMethod> notBeSynchronized() {
		return new ArchCondition<>("not be synchronized") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				boolean free = !method.getModifiers().contains(JavaModifier.SYNCHRONIZED);
				events.add(new SimpleConditionEvent(method, free, method.getFullName() + " is synchronized"));
			}

		};
	}

	private static ArchCondition<JavaClass> haveNoSynchronizedBlock() {
		return new ArchCondition<>("have no synchronized block") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean free = monitors(type) == 0;
				events.add(new SimpleConditionEvent(type, free, type.getName() + " has a synchronized block"));
			}

		};
	}

	/** ArchUnit does not look into method bodies that far. */
	private static int monitors(JavaClass type) {
		AtomicInteger entered = new AtomicInteger();
		String resource = type.getName().substring(type.getPackageName().length() + 1) + ".class";
		try (InputStream bytes = Objects.requireNonNull(type.reflect().getResourceAsStream(resource))) {
			new ClassReader(bytes).accept(new ClassVisitor(Opcodes.ASM9) {

				@Override
				public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
						String[] exceptions) {
					return new MethodVisitor(Opcodes.ASM9) {

						@Override
						public void visitInsn(int opcode) {
							if (opcode == Opcodes.MONITORENTER) {
								entered.incrementAndGet();
							}
						}

					};
				}

			}, 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return entered.get();
	}

}
