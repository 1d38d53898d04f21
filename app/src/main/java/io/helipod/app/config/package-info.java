/**
 * What the process is told: flags over environment over containers.conf over defaults, read once at start into records.
 * No other package, and no other module, reads the environment or these files.
 */
package io.helipod.app.config;
