package io.pirate.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** The last few of something, latest first. */
final class Recent<T> {

	private final Deque<T> last = new ArrayDeque<>();

	private final int most;

	Recent(int most) {
		this.most = most;
	}

	void add(T one) {
		this.last.addFirst(one);
		if (this.last.size() > this.most) {
			this.last.removeLast();
		}
	}

	<V> List<V> map(Function<T, V> view) {
		List<V> views = new ArrayList<>(this.last.size());
		for (T one : this.last) {
			views.add(view.apply(one));
		}
		return views;
	}

}
