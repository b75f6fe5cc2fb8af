package io.pirate.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * JeroMQ, and all of ours, loaded once more: as in a process in which nobody has used it
 * yet, with assertions as one likes.
 */
public final class FreshJeromq implements AutoCloseable {

	private final URLClassLoader loader;

	/**
	 * A class loader that has loaded nothing.
	 * @param assertions whether assertions are on, as with {@code -ea}
	 * @param first directories that come before the class path
	 */
	public FreshJeromq(boolean assertions, Path... first) {
		this(assertions, Stream.concat(Arrays.stream(first), classPath()));
	}

	private FreshJeromq(boolean assertions, Stream<Path> classPath) {
		this.loader = new URLClassLoader(classPath.map(FreshJeromq::url).toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader());
		this.loader.setDefaultAssertionStatus(assertions);
	}

	private FreshJeromq(URLClassLoader loader) {
		this.loader = loader;
	}

	/**
	 * A class loader that has loaded nothing, and lacks a library.
	 * @param prefix of the library's file name
	 * @return a class loader with assertions
	 */
	public static FreshJeromq without(String prefix) {
		return new FreshJeromq(true, classPath().filter((file) -> !file.getFileName().toString().startsWith(prefix)));
	}

	/**
	 * Only our own classes loaded once more, beside the JeroMQ of this process, as
	 * devtools does.
	 * @return a class loader for them
	 */
	public static FreshJeromq ofBefore() {
		URL[] urls = classPath().map(FreshJeromq::url).toArray(URL[]::new);
		return new FreshJeromq(new URLClassLoader(urls, FreshJeromq.class.getClassLoader()) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				synchronized (getClassLoadingLock(name)) {
					Class<?> loaded = findLoadedClass(name);
					if (loaded != null || !name.startsWith("io.pirate.")) {
						return (loaded != null) ? loaded : super.loadClass(name, resolve);
					}
					return findClass(name);
				}
			}

		});
	}

	/**
	 * Calls a static method there.
	 * @param type its class, as known here
	 * @param method its name; there is only one
	 * @param arguments of types that both sides know
	 * @return what it returns
	 * @throws Exception what it throws
	 */
	public Object call(Class<?> type, String method, Object... arguments) throws Exception {
		Class<?> there = this.loader.loadClass(type.getName());
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this.loader);
		try {
			return Arrays.stream(there.getDeclaredMethods())
				.filter((candidate) -> candidate.getName().equals(method)
						&& candidate.getParameterCount() == arguments.length)
				.findFirst()
				.orElseThrow()
				.invoke(null, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw new AssertionError(ex.getCause());
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/**
	 * Loads a class there without initialising it.
	 * @param name of the class
	 * @return the class
	 * @throws ClassNotFoundException if there is none
	 */
	public Class<?> load(String name) throws ClassNotFoundException {
		return this.loader.loadClass(name);
	}

	@Override
	public void close() {
		try {
			this.loader.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of);
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
