/** The built service, real clients, real containers. Needs root and the programs {@code ./verify} installs; on CI their want is a failure. */
package io.helipod.app.e2e;
