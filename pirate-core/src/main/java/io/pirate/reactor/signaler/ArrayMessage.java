package io.pirate.reactor.signaler;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;
import zmq.io.Metadata;
import zmq.util.Wire;

/**
 * One frame. Becomes {@code zmq.Msg} (see {@link SignalerInstallation}), so its public
 * and protected members are those of that class, and it refers to nothing but the JDK and
 * JeroMQ.
 * <p>
 * The stock one has a buffer around its array, which is more than half of what a small
 * message costs. This one makes buffers for those who ask for them.
 */
public class ArrayMessage {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "zmq.Msg of JeroMQ 0.6.0";

	public static final int MORE = 1;

	public static final int COMMAND = 2;

	public static final int CREDENTIAL = 32;

	public static final int IDENTITY = 64;

	public static final int SHARED = 128;

	public static final int MAX_GROUP_LENGTH = 255;

	private static final String[] TYPES = { "DATA", "JOIN", "LEAVE", "DELIMITER" };

	private static final int JOIN = 1;

	private static final int LEAVE = 2;

	private static final int DELIMITER = 3;

	private @Nullable Metadata metadata;

	private int flags;

	private int type;

	private @Nullable SocketChannel channel;

	private final int size;

	/** All of it, unless there is a buffer. */
	private final byte @Nullable [] array;

	/** A view of what was given as a buffer. */
	private final @Nullable ByteBuffer buffer;

	private int writeIndex;

	private int readIndex;

	private int routingId;

	private @Nullable String group;

	public ArrayMessage() {
		this(0);
	}

	public ArrayMessage(int capacity) {
		this(new byte[capacity]);
	}

	public ArrayMessage(byte @Nullable [] src) {
		this.array = (src != null) ? src : new byte[0];
		this.buffer = null;
		this.size = this.array.length;
	}

	public ArrayMessage(ByteBuffer src) {
		if (src == null) {
			throw new IllegalArgumentException("ByteBuffer cannot be null");
		}
		this.array = null;
		this.buffer = src.duplicate();
		this.size = src.remaining();
	}

	public ArrayMessage(ArrayMessage other) {
		if (other == null) {
			throw new IllegalArgumentException("Msg cannot be null");
		}
		this.type = other.type;
		this.flags = other.flags;
		this.size = other.size;
		this.array = other.array;
		this.buffer = (other.buffer != null) ? other.buffer.duplicate() : null;
	}

	/** For {@code Msg.Builder}, which stays as it is. */
	ArrayMessage(ArrayMessage builder, ByteArrayOutputStream out, @Nullable ArrayMessageAccess access) {
		this(out.toByteArray());
		this.type = builder.type;
		this.flags = builder.flags;
	}

	public boolean isIdentity() {
		return (this.flags & IDENTITY) != 0;
	}

	public boolean isDelimiter() {
		return this.type == DELIMITER;
	}

	public boolean isJoin() {
		return this.type == JOIN;
	}

	public boolean isLeave() {
		return this.type == LEAVE;
	}

	public boolean check() {
		return true;
	}

	public int flags() {
		return this.flags;
	}

	public boolean hasMore() {
		return (this.flags & MORE) != 0;
	}

	public boolean isCommand() {
		return (this.flags & COMMAND) != 0;
	}

	public boolean isCredential() {
		return (this.flags & CREDENTIAL) != 0;
	}

	public void setFlags(int more) {
		this.flags |= more;
	}

	public void resetFlags(int less) {
		this.flags &= ~less;
	}

	public void initDelimiter() {
		become(DELIMITER);
	}

	public void initJoin() {
		become(JOIN);
	}

	public void initLeave() {
		become(LEAVE);
	}

	private void become(int newType) {
		this.type = newType;
		this.metadata = null;
		this.flags = 0;
	}

	/** The very array if there is one of that length, or a copy. */
	public byte[] data() {
		if (this.array != null) {
			return this.array;
		}
		ByteBuffer view = buf();
		boolean whole = view.hasArray() && view.arrayOffset() == 0 && view.array().length == this.size;
		if (whole) {
			return view.array();
		}
		byte[] copy = new byte[this.size];
		view.clear().get(copy);
		return copy;
	}

	/** A view of its own. */
	public ByteBuffer buf() {
		ByteBuffer given = this.buffer;
		return (given != null) ? given.duplicate() : ByteBuffer.wrap(data());
	}

	public int size() {
		return this.size;
	}

	public void setFd(SocketChannel fileDesc) {
		this.channel = fileDesc;
	}

	public @Nullable SocketChannel fd() {
		return this.channel;
	}

	public @Nullable Metadata getMetadata() {
		return this.metadata;
	}

	public ArrayMessage setMetadata(@Nullable Metadata newMetadata) {
		this.metadata = newMetadata;
		return this;
	}

	public void resetMetadata() {
		setMetadata(null);
	}

	public byte get() {
		return get(this.readIndex++);
	}

	public byte get(int index) {
		return (this.array != null) ? this.array[index] : buf().get(index);
	}

	public ArrayMessage put(byte b) {
		return put(this.writeIndex++, b);
	}

	public ArrayMessage put(int b) {
		return put(this.writeIndex++, (byte) b);
	}

	protected ArrayMessage put(int index, byte b) {
		buf().put(index, b);
		return this;
	}

	public ArrayMessage put(byte[] src) {
		return put(src, 0, src.length);
	}

	public ArrayMessage put(byte @Nullable [] src, int off, int len) {
		if (src != null) {
			ByteBuffer view = writing();
			this.writeIndex += len;
			view.put(src, off, len);
		}
		return this;
	}

	public ArrayMessage put(@Nullable ByteBuffer src, int off, int len) {
		if (src != null) {
			int position = src.position();
			int limit = src.limit();
			src.limit(off + len).position(off);
			put(src);
			src.limit(limit).position(position);
		}
		return this;
	}

	public ArrayMessage put(ByteBuffer src) {
		ByteBuffer view = writing();
		this.writeIndex += Math.min(view.remaining(), src.remaining());
		view.put(src);
		return this;
	}

	/** The name of a command, or of a property. */
	public ArrayMessage putShortString(@Nullable String data) {
		if (data != null) {
			this.writeIndex += Wire.putShortString(writing(), data);
		}
		return this;
	}

	private ByteBuffer writing() {
		return buf().position(this.writeIndex);
	}

	public int getBytes(int index, byte[] dst, int off, int len) {
		int count = Math.min(len, this.size - index);
		ByteBuffer view = buf();
		if (view.hasArray()) {
			System.arraycopy(view.array(), view.arrayOffset() + index, dst, off, count);
		}
		else {
			view.position(index).get(dst, off, count);
		}
		return count;
	}

	public int getBytes(int index, ByteBuffer bb, int len) {
		ByteBuffer view = buf().position(index);
		int count = Math.min(len, Math.min(bb.remaining(), view.remaining()));
		bb.put(view);
		return count;
	}

	/** Nobody else's view changes meanwhile, as that of the stock one does. */
	public void transfer(ByteBuffer destination, int srcOffset, int srcLength) {
		destination.put(buf().limit(srcOffset + srcLength).position(srcOffset));
	}

	public long getLong(int offset) {
		return Wire.getUInt64(buf(), offset);
	}

	public int getInt(int offset) {
		return Wire.getUInt32(buf(), offset);
	}

	public int getShort(int offset) {
		return Wire.getUInt16(buf(), offset);
	}

	@Override
	public String toString() {
		return "#zmq.Msg{type=" + TYPES[this.type] + ", size=" + this.size + ", flags=" + this.flags + "}";
	}

	protected final int getWriteIndex() {
		return this.writeIndex;
	}

	protected final void setWriteIndex(int newWriteIndex) {
		this.writeIndex = newWriteIndex;
	}

	public int getRoutingId() {
		return this.routingId;
	}

	public boolean setRoutingId(int newRoutingId) {
		this.routingId = (newRoutingId != 0) ? newRoutingId : this.routingId;
		return newRoutingId != 0;
	}

	public @Nullable String getGroup() {
		return this.group;
	}

	public boolean setGroup(String newGroup) {
		boolean fits = newGroup.length() <= MAX_GROUP_LENGTH;
		this.group = fits ? newGroup : this.group;
		return fits;
	}

	public void resetRoutingId() {
		this.routingId = 0;
	}

}
