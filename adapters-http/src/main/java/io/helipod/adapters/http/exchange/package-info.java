/** Requests and answers: the table of routes, path, query, body, streams, hijacked connections. */
package io.helipod.adapters.http.exchange;
