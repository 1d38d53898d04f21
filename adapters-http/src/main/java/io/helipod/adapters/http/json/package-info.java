/** JSON as the API writes and reads it. */
package io.helipod.adapters.http.json;
