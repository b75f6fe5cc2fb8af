package io.pirate.reactor.signaler;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A class file under another name: every constant that names the class, or one whose name
 * only goes on, by itself or within a descriptor, names the other one. Everything else
 * stays as it was compiled, so no bytecode has to be understood.
 */
record RenamedClass(String from, String to) {

	/**
	 * Renames a class.
	 * @param classFile as compiled
	 * @return the same class under its new name
	 * @throws IOException if it is no class file that we know
	 */
	byte[] of(byte[] classFile) throws IOException {
		DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
		ByteArrayOutputStream result = new ByteArrayOutputStream(classFile.length);
		DataOutputStream out = new DataOutputStream(result);
		out.writeLong(in.readLong()); // magic and version
		int count = in.readUnsignedShort();
		out.writeShort(count);
		int index = 1;
		while (index < count) {
			index += constant(in, out);
		}
		in.transferTo(out);
		return result.toByteArray();
	}

	/** One constant, by its tag (JVMS 4.4). Returns how many indexes it takes. */
	private int constant(DataInputStream in, DataOutputStream out) throws IOException {
		int tag = in.readUnsignedByte();
		out.writeByte(tag);
		switch (tag) {
			case 1 -> out.writeUTF(renamed(in.readUTF()));
			case 7, 8, 16, 19, 20 -> out.write(in.readNBytes(2));
			case 15 -> out.write(in.readNBytes(3));
			case 3, 4, 9, 10, 11, 12, 17, 18 -> out.write(in.readNBytes(4));
			case 5, 6 -> out.write(in.readNBytes(8));
			default -> throw new IOException("unknown constant " + tag);
		}
		return (tag == 5 || tag == 6) ? 2 : 1;
	}

	private String renamed(String text) {
		return text.startsWith(this.from) ? this.to + text.substring(this.from.length())
				: text.replace("L" + this.from, "L" + this.to);
	}

}
