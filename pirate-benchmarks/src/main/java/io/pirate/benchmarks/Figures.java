package io.pirate.benchmarks;

/**
 * What one measurement gave.
 *
 * @param perSecond requests answered per second
 * @param p50 median latency in microseconds
 * @param p99 in microseconds
 * @param p999 in microseconds
 */
record Figures(double perSecond, double p50, double p99, double p999) {

	String encode() {
		return this.perSecond + " " + this.p50 + " " + this.p99 + " " + this.p999;
	}

	static Figures decode(String line) {
		String[] words = line.split(" ");
		return new Figures(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]),
				Double.parseDouble(words[3]));
	}

}
