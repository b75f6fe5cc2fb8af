package io.pirate.benchmarks.load;

import java.nio.charset.StandardCharsets;

import io.pirate.spring.PirateTemplate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The auto-configured template, asked as an application would, with String bodies. */
final class TemplateAsker implements Asker {

	private final ConfigurableApplicationContext application;

	private final PirateTemplate template;

	TemplateAsker(String endpoint) {
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--pirate.client.endpoints=" + endpoint, "--spring.main.banner-mode=off", "--logging.level.root=warn");
		this.template = this.application.getBean(PirateTemplate.class);
	}

	@Override
	public Caller caller() {
		return (body) -> {
			String reply = this.template.request(new String(body, StandardCharsets.ISO_8859_1), String.class);
			return (reply != null) ? reply.length() : -1;
		};
	}

	@Override
	public Figures pipelined(Load load, long nanos) throws InterruptedException {
		String body = "x".repeat(load.bytes());
		return Window.measure(load, nanos, () -> this.template.requestAsync(body, String.class));
	}

	@Override
	public void close() {
		this.application.close();
	}

	/** Nothing but auto-configuration. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
