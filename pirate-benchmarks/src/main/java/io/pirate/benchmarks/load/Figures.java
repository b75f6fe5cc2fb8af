package io.pirate.benchmarks.load;

/**
 * What one measurement gave.
 *
 * @param perSecond requests answered per second
 * @param p50 median latency in microseconds
 * @param p99 in microseconds
 * @param p999 in microseconds
 * @param count requests answered
 * @param lost requests that got no answer in time
 */
public record Figures(double perSecond, double p50, double p99, double p999, long count, long lost) {

	public String encode() {
		return this.perSecond + " " + this.p50 + " " + this.p99 + " " + this.p999 + " " + this.count + " " + this.lost;
	}

	/**
	 * Reads what {@link #encode} wrote.
	 * @param words of a line
	 * @return the figures
	 */
	public static Figures decode(String[] words) {
		return new Figures(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]),
				Double.parseDouble(words[3]), Long.parseLong(words[4]), Long.parseLong(words[5]));
	}

}
