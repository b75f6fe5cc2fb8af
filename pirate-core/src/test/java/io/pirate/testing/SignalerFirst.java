package io.pirate.testing;

import io.pirate.JeromqCurve;
import io.pirate.JeromqFrames;
import io.pirate.JeromqWakeup;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Some tests use JeroMQ before they use ours: whatever their order, the suite runs as
 * applications do.
 */
public final class SignalerFirst implements LauncherSessionListener {

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		JeromqWakeup.state();
		JeromqCurve.state();
		JeromqFrames.state();
	}

}
