package io.pirate;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The rules of the Spring layer. */
class ArchitectureTests {

	private static final JavaClasses OURS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.pirate.spring", "io.pirate.autoconfigure");

	@Test
	void theSpringPackagesDoNotKnowBoot() {
		noClasses().that()
			.resideInAPackage("io.pirate.spring..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "io.pirate.autoconfigure..")
			.check(OURS);
	}

	@Test
	void nobodyHereTouchesSocketsOrTheReactor() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.zeromq..", "zmq..", "io.pirate.reactor..")
			.check(OURS);
	}

	@Test
	void autoConfigurationsArePublicFinalAndWithoutPublicMembers() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould(haveNoPublicMembers())
			.check(OURS);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.pirate.(**)").should().beFreeOfCycles().check(OURS);
	}

	@Test
	void classesAreFinalSealedOrRecords() {
		classes()
			.that(describe("are concrete classes",
					(type) -> !type.isInterface() && !type.isAnnotation() && !type.isEnum() && !type.isAnonymousClass()
							&& !type.isNestedClass()))
			.should()
			.haveModifier(JavaModifier.FINAL)
			.check(OURS);
	}

	@Test
	void namesSayWhatThingsAre() {
		noClasses().should().haveNameMatching(".*\\.(Abstract\\w*|\\w*(Manager|Helper|Util|Utils))").check(OURS);
	}

	@Test
	void locksBelongToTheCore() {
		// the one exception are locks that other applications may hold
		noClasses().that()
			.resideOutsideOfPackage("io.pirate.spring.star")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("java.util.concurrent.locks")
			.check(OURS);
		classes().should(notSynchronize()).check(OURS);
	}

	private static ArchCondition<JavaClass> haveNoPublicMembers() {
		return new ArchCondition<>("have no public members but the constructor nobody wrote") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				type.getMembers()
					.stream()
					.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC))
					.filter((member) -> !member.getName().equals("<init>"))
					.forEach((member) -> events
						.add(SimpleConditionEvent.violated(member, member.getFullName() + " is public")));
			}
		};
	}

	private static ArchCondition<JavaClass> notSynchronize() {
		return new ArchCondition<>("not have synchronized methods") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				type.getMethods()
					.stream()
					.filter((method) -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
					.forEach((method) -> events
						.add(SimpleConditionEvent.violated(method, method.getFullName() + " is synchronized")));
			}
		};
	}

}
