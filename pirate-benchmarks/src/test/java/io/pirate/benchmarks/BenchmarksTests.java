package io.pirate.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.micro.MicroFixture;
import io.pirate.benchmarks.plan.Group;
import io.pirate.benchmarks.plan.Plan;
import io.pirate.benchmarks.plan.Results;
import io.pirate.benchmarks.plan.Run;
import io.pirate.benchmarks.plan.Scenario;
import io.pirate.benchmarks.report.Json;
import io.pirate.benchmarks.report.Picture;
import io.pirate.benchmarks.report.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The harness itself, honest and quick: real processes, no figure is judged. */
class BenchmarksTests {

	@Test
	void measuresTellsAndDraws(@TempDir Path folder) throws Exception {
		Group group = Plan.groups(false, Pattern.compile("^(queue|ZMQ.proxy), (compact peers, )?pipelined$")).get(0);
		Results results = new Run(0, 1, 0.3).measure(group);
		assertThat(results.rows()).hasSize(2).allSatisfy((row) -> {
			assertThat(row.perSecond()).isPositive();
			assertThat(row.lost()).isZero();
			assertThat(row.median((sample) -> sample.frontMicros())).isPositive();
			assertThat(row.median((sample) -> sample.frontBytes())).isPositive();
		});
		assertThat(Table.render(results)).contains("queue, compact peers, pipelined").contains(" 2.40)");
		Path json = folder.resolve("results.json");
		new Json(json).add(results);
		JsonNode compared = JsonMapper.builder().build().readTree(json.toFile()).get(1);
		assertThat(List.of("name", "value", "unit", "ratioTo", "ratio", "target", "met")).allMatch(compared::has);
		String picture = Files.readString(Picture.draw(json, folder.resolve("picture.svg")));
		assertThat(picture).startsWith("<svg").endsWith("</svg>\n").contains("queue, compact peers, pipelined");
	}

	@Test
	void rowsHaveNamesOfTheirOwnAndAreDividedByRowsThatExist() {
		for (Group group : Plan.groups(true, Pattern.compile(""))) {
			List<String> names = group.scenarios().stream().map(Scenario::name).toList();
			assertThat(names).as(group.title()).doesNotHaveDuplicates();
			assertThat(names).as(group.title())
				.containsAll(group.scenarios().stream().map(Scenario::ratioTo).filter((name) -> name != null).toList());
		}
	}

	@Test
	void loadsAndFiguresSurviveTheControlChannel() {
		Load load = Load.pipelined(Load.Kind.COMPACT, 10, 64).over(3).at(12.5);
		assertThat(Load.decode(("x " + load.encode()).split(" "), 1)).isEqualTo(load);
		Figures figures = new Figures(1.5, 2, 3, 4, 5, 6);
		assertThat(Figures.decode(figures.encode().split(" "))).isEqualTo(figures);
	}

	@Test
	void microBenchmarksDoWhatTheyShall() throws Exception {
		MicroFixture.everyBenchmarkOnce();
	}

	@Test
	void unknownOptionsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Options(List.of("--fulll")))
			.withMessage("unknown option: --fulll");
		assertThat(new Options(List.of("--rounds=1", "--rounds=2")).whole("rounds", 7)).isEqualTo(2);
	}

}
