package io.pirate.benchmarks.report;

import java.util.Locale;

/** Lines of an SVG document, readable on light and dark pages. */
final class Svg {

	static final String INK = "#24292f";

	static final String PALE = "#6e7781";

	static final String OURS = "#0969da";

	static final String OTHERS = "#8c959f";

	static final String SHORT = "#cf222e";

	private final StringBuilder text = new StringBuilder();

	Svg(int width, int height) {
		add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
				+ "font-family=\"system-ui, sans-serif\" font-size=\"13\">", width, height, width, height);
		rect(0, 0, width, height, "#ffffff");
	}

	void rect(double x, double y, double width, double height, String fill) {
		add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>", x, y, width, height, fill);
	}

	void line(double x1, double y1, double x2, double y2, String stroke, boolean dashed) {
		add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>", x1, y1, x2, y2, stroke,
				dashed ? " stroke-dasharray=\"4 3\"" : "");
	}

	void dot(double x, double y, String fill) {
		add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x, y, fill);
	}

	void title(double x, double y, String words) {
		add("<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" font-weight=\"600\" font-size=\"15\">%s</text>", x, y, INK,
				escape(words));
	}

	/** Words that begin at a point. */
	void words(double x, double y, String fill, String words) {
		anchored(x, y, fill, "start", words);
	}

	/** Words that end at a point. */
	void wordsBefore(double x, double y, String fill, String words) {
		anchored(x, y, fill, "end", words);
	}

	/** Words around a point. */
	void wordsAt(double x, double y, String fill, String words) {
		anchored(x, y, fill, "middle", words);
	}

	String end() {
		add("</svg>");
		return this.text.toString();
	}

	private void anchored(double x, double y, String fill, String anchor, String words) {
		add("<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" text-anchor=\"%s\">%s</text>", x, y, fill, anchor, escape(words));
	}

	private void add(String format, Object... values) {
		this.text.append(String.format(Locale.ROOT, format, values)).append('\n');
	}

	private static String escape(String words) {
		return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
