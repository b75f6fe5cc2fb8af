/**
 * Starts queues, workers and a client, each a process of its own, makes calls, ends one of those processes while calls
 * are made, and says what became of the calls. Needs the jars of the samples and nothing else. Arguments: none for one
 * queue whose worker dies, {@code two-queues} or {@code pair} for queues that die.
 */
public final class Demo {

	private Demo() {
	}

	public static void main(String[] args) throws Exception {
		String which = (args.length > 0) ? args[0] : "one-queue";
		boolean all = switch (which) {
			case "one-queue" -> new OneQueue().run();
			case "two-queues" -> new TwoQueues().run();
			case "pair" -> new Pair().run();
			default -> throw new IllegalArgumentException("Unknown: " + which + "; there are two-queues and pair");
		};
		System.exit(all ? 0 : 1);
	}

}
