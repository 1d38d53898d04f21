/**
 * The life of the service process: listeners, the socket file, leaving when idle or asked to (behaviour.md 28). It knows
 * HTTP only as something to start and stop.
 */
package io.helipod.app.service;
