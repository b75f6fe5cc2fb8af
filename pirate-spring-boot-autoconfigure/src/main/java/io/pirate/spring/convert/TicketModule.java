package io.pirate.spring.convert;

import io.pirate.Ticket;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** A {@link Ticket} in JSON is its id, a string. */
public final class TicketModule extends SimpleModule {

	private static final long serialVersionUID = 1L;

	public TicketModule() {
		super("pirate-ticket");
		addSerializer(Ticket.class, ToStringSerializer.instance);
		addDeserializer(Ticket.class, new FromId());
	}

	private static final class FromId extends FromStringDeserializer<Ticket> {

		FromId() {
			super(Ticket.class);
		}

		@Override
		protected Ticket _deserialize(String id, DeserializationContext context) {
			return new Ticket(id);
		}

	}

}
