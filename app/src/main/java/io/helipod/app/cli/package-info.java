/** The command line: the only place with standard streams and exit codes. */
package io.helipod.app.cli;
