package io.pirate.spring.convert;

import java.lang.reflect.Method;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * A generic type in the only form in which message converters take one: as if it were the
 * parameter of a method.
 */
final class ReplyType extends MethodParameter {

	private static final Method BEARER = ClassUtils.getMethod(Object.class, "toString");

	private final Type type;

	private final Class<?> rawType;

	ReplyType(Type type) {
		super(BEARER, -1);
		this.type = type;
		this.rawType = ResolvableType.forType(type).toClass();
	}

	private ReplyType(ReplyType original) {
		super(original);
		this.type = original.type;
		this.rawType = original.rawType;
	}

	@Override
	public Class<?> getParameterType() {
		return this.rawType;
	}

	@Override
	public Type getGenericParameterType() {
		return this.type;
	}

	@Override
	public Class<?> getNestedParameterType() {
		return this.rawType;
	}

	@Override
	public Type getNestedGenericParameterType() {
		return this.type;
	}

	@Override
	public MethodParameter nestedIfOptional() {
		return this;
	}

	@Override
	public MethodParameter clone() {
		return new ReplyType(this);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ReplyType that && this.type.equals(that.type);
	}

	@Override
	public int hashCode() {
		return this.type.hashCode();
	}

}
