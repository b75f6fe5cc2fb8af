package io.pirate.autoconfigure;

import java.util.List;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the default connection goes. A bean of this type replaces
 * {@code pirate.client.endpoints} and {@code pirate.worker.endpoints}, for example in
 * tests.
 */
public interface PirateConnectionDetails extends ConnectionDetails {

	/**
	 * Where clients ask; wanted whenever a client starts.
	 * @return at least one endpoint
	 */
	List<String> clientEndpoints();

	/**
	 * Where workers register; wanted whenever a worker starts.
	 * @return at least one endpoint
	 */
	List<String> workerEndpoints();

}
